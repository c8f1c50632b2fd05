"""WSGI applications, over a Latchkey that is whatever a test makes of it."""
import json
import logging
import unittest
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import latchkey
from hostile_server import HostileServer, hang, json_answer, problem, reset

KEY = "lk_" + "k" * 49
valid = {
    "valid": True, "code": "VALID", "apiKeyId": "key-1", "name": "CI", "userId": "ann@example.com", "type": "end-user",
    "scopes": ["database:read"], "accessRights": {}, "expiresAt": None, "rateLimit": None, "missingScopes": [],
}
limit = {"limit": 100, "remaining": 40, "resetAt": "2027-01-01T00:00:36.000Z"}
dated = {"Date": "Fri, 01 Jan 2027 00:00:00 GMT"}


class Wsgi(unittest.TestCase):
    def setUp(self) -> None:
        self.server = HostileServer()
        self.addCleanup(self.server.stop)
        self.server.will(json_answer(200, valid))
        self.seen = []

    def protected(self, own=(), **options):
        def application(environ, start_response):
            self.seen.append(environ)
            start_response("200 OK", [("Content-Type", "text/plain"), *own])
            return [b"ok"]

        client = self.server.client(retries=3)
        return validator(latchkey.protect(client, **options)(application))

    def ask(self, application, **environ):
        told = {}

        def start_response(status, headers, exc_info=None):
            told.update(status=int(status[:3]), headers=dict(headers))

        usual = {"SCRIPT_NAME": "", "PATH_INFO": "/orders", "QUERY_STRING": "", "REMOTE_ADDR": "203.0.113.7"}
        call = {**usual, "HTTP_AUTHORIZATION": f"Bearer {KEY}", **environ}
        call = {name: value for name, value in call.items() if value is not None}
        setup_testing_defaults(call)
        answer = application(call, start_response)
        body = b"".join(answer)
        answer.close()
        code = json.loads(body)["code"] if body not in (b"ok", b"") else None
        return told["status"], code, told["headers"], body

    def asked(self):
        return json.loads(self.server.received[-1].body)

    def test_lets_through_whom_latchkey_finds_valid_and_says_who_it_is(self) -> None:
        status, _, _, body = self.ask(self.protected(scopes=["database:read"]), HTTP_X_LATCHKEY_USER="admin@example.com",
                                      REDIRECT_HTTP_AUTHORIZATION=f"Bearer {KEY}", HTTP_USER_AGENT=f"curl {KEY}",
                                      SCRIPT_NAME="/shop", PATH_INFO="/\u00c3\u00bc", QUERY_STRING="a=b")
        self.assertEqual((status, body), (200, b"ok"))
        request = {"method": "GET", "path": "/shop/%C3%BC", "userAgent": "[masked key]"}
        self.assertEqual(self.asked(), {"key": KEY, "scopes": ["database:read"], "sourceIp": "203.0.113.7", "request": request})
        caller = latchkey.principal_of(self.seen[0])
        self.assertEqual((caller["userId"], caller["apiKey"]["keyPrefix"]), ("ann@example.com", KEY[:10]))
        kept = {name: value for name, value in self.seen[0].items() if name != "HTTP_USER_AGENT"}
        self.assertNotIn(KEY, repr(kept))
        self.assertNotIn("HTTP_X_LATCHKEY_USER", kept)

    def test_lets_nobody_through_without_one_credential_that_is_a_key(self) -> None:
        application = self.protected()
        for environ, code in (
            ({"HTTP_AUTHORIZATION": None}, "UNAUTHENTICATED"),
            ({"HTTP_X_API_KEY": KEY}, "UNAUTHENTICATED"),
            ({"HTTP_AUTHORIZATION": f"Bearer {KEY},Bearer {KEY}"}, "UNAUTHENTICATED"),
            ({"HTTP_AUTHORIZATION": "Bearer a.b.c"}, "TOKEN_INVALID"),
            ({"HTTP_AUTHORIZATION": f"Basic {KEY}"}, "API_KEY_INVALID"),
            ({"HTTP_AUTHORIZATION": f"Bearer {KEY}\n"}, "API_KEY_INVALID"),
            ({"HTTP_AUTHORIZATION": None, "HTTP_X_API_KEY": KEY[:-1]}, "API_KEY_INVALID"),
        ):
            with self.subTest(environ):
                status, answered, headers, _ = self.ask(application, **environ)
                self.assertEqual((status, answered), (401, code))
                self.assertEqual(headers["WWW-Authenticate"], 'Bearer realm="latchkey"')
        self.assertEqual((self.seen, self.server.received), ([], []))
        for environ in ({"HTTP_AUTHORIZATION": f"apitoken  {KEY}"}, {"HTTP_AUTHORIZATION": None, "HTTP_X_API_KEY": KEY}):
            self.assertEqual(self.ask(application, **environ)[0], 200)

    def test_lets_nobody_through_without_a_verdict(self) -> None:
        for behaviour, status, code in (
            (reset, 503, "UNAVAILABLE"), (hang, 503, "UNAVAILABLE"), (problem(503, "UNAVAILABLE"), 503, "UNAVAILABLE"),
            (problem(429, "RATE_LIMITED"), 503, "UNAVAILABLE"), (problem(401, "API_KEY_INVALID"), 500, "INTERNAL"),
            (problem(403, "INSUFFICIENT_PERMISSIONS"), 500, "INTERNAL"), (problem(400, "INVALID"), 500, "INTERNAL"),
        ):
            self.server.will(behaviour)
            with self.assertLogs("latchkey", logging.ERROR):
                answered = self.ask(self.protected(timeout=0.3 if behaviour is hang else 5))
            self.assertEqual(answered[:2], (status, code))
            self.assertEqual(answered[2].get("Retry-After"), "1" if status == 503 else None)
            self.assertEqual(len(self.server.received), 1)
        for verdict in ({}, [], {**valid, "valid": 1}, {**valid, "valid": "true"}, {"valid": True, "code": "VALID"},
                        {name: value for name, value in valid.items() if name != "rateLimit"}):
            self.server.will(json_answer(200, verdict))
            self.assertEqual(self.ask(self.protected())[:2], (503, "UNAVAILABLE"))
        self.assertEqual(self.seen, [])

    def test_answers_as_the_verdict_says(self) -> None:
        for verdict, status in (
            ({"valid": False, "code": "API_KEY_INVALID"}, 401),
            ({**valid, "valid": False, "code": "API_KEY_PAUSED"}, 401),
            ({**valid, "valid": False, "code": "INSUFFICIENT_PERMISSIONS", "missingScopes": ["a:b"]}, 403),
            ({**valid, "valid": False, "code": "IP_NOT_ALLOWED"}, 403),
            ({**valid, "valid": False, "code": "NEWER"}, 403),
            ({**valid, "valid": False, "code": "RATE_LIMITED", "rateLimit": {**limit, "remaining": 0}}, 429),
        ):
            self.server.will(json_answer(200, verdict, dated))
            answered = self.ask(self.protected(headers={"Vary": "Origin"}, cost=60))
            self.assertEqual(answered[:2], (status, verdict["code"]))
            self.assertEqual((answered[2]["Vary"], answered[2]["X-Request-Id"]), ("Origin", "request-1"))
            self.assertEqual(answered[2].get("Retry-After"), "12" if status == 429 else None)
            self.assertEqual(int(answered[2]["Content-Length"]), len(answered[3]))
        self.server.will(problem(400, "INVALID", errors=[{"field": "cost", "message": "No"}]))
        self.assertEqual(self.ask(self.protected(cost=200))[:2], (429, "RATE_LIMITED"))
        self.assertEqual(self.ask(self.protected(), REQUEST_METHOD="HEAD", HTTP_AUTHORIZATION=None)[3], b"")
        self.assertEqual(self.seen, [])

    def test_tells_the_limit_and_leaves_what_the_application_says_of_it(self) -> None:
        self.server.will(json_answer(200, {**valid, "rateLimit": limit}, dated))
        told = self.ask(self.protected())[2]
        self.assertEqual((told["RateLimit-Policy"], told["RateLimit"]), ('"latchkey";q=100;w=60', '"latchkey";r=40;t=36'))
        self.assertEqual(self.ask(self.protected(own=[("ratelimit", "own")]))[2].get("RateLimit"), None)

    def test_asks_for_what_stands_in_the_call(self) -> None:
        options = {"project": lambda environ: environ["PATH_INFO"][1:], "module": "model", "action": "read"}
        application = self.protected(scopes=lambda environ: ["a:b"], **options)
        self.assertEqual(self.ask(application, PATH_INFO="/sales")[0], 200)
        asked = self.asked()
        self.assertEqual([asked[name] for name in ("scopes", "project", "module", "action")], [["a:b"], "sales", "model", "read"])
        self.server.will(json_answer(200, valid))
        for path in ("/", "/*", "/a/b", "/__proto__", f"/{KEY}", "/sales\n"):
            self.assertEqual(self.ask(application, PATH_INFO=path)[:2], (403, "INSUFFICIENT_PERMISSIONS"))
        self.assertEqual(self.server.received, [])

    def test_believes_those_proxies_alone_that_are_named(self) -> None:
        for trusted, peer, forwarded, source in (
            ([], "203.0.113.7", "198.51.100.1", "203.0.113.7"),
            (["203.0.113.0/24"], "203.0.113.7", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
            (["203.0.113.0/24", "::ffff:10.0.0.0/104"], "::ffff:203.0.113.7", "198.51.100.1:80, 10.0.0.9", "198.51.100.1"),
            (["2001:db8::/32"], "2001:db8::1%eth0", "[2001:db9::1]:443", "2001:db9::1"),
            (["203.0.113.7"], "203.0.113.7", "unknown", None),
            (["203.0.113.7"], "203.0.113.7", None, "203.0.113.7"),
            (["203.0.113.7"], "203.0.113.7", "010.0.0.1", None),
            ([], None, "198.51.100.1", None),
        ):
            with self.subTest((trusted, peer, forwarded)):
                self.ask(self.protected(trusted_proxies=trusted), REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
                self.assertEqual(self.asked().get("sourceIp"), source)
        self.ask(self.protected(peer_address=lambda environ: "192.0.2.1"))
        self.assertEqual(self.asked()["sourceIp"], "192.0.2.1")
        for wrong in (["10.0.0.0/33"], ["proxy"], ["10.0.0.1/8/8"], "10.0.0.1"):
            with self.assertRaisesRegex(ValueError, "^trusted_proxies: "):
                self.protected(trusted_proxies=wrong)

    def test_asks_each_time_but_where_a_cache_is_wanted_and_then_not_for_long(self) -> None:
        application = self.protected()
        for _ in range(2):
            self.ask(application)
        self.assertEqual(len(self.server.received), 2)
        self.server.will(json_answer(200, valid))
        cached = self.protected(cache=latchkey.Cache(seconds=60))
        for environ in ({}, {}, {"REMOTE_ADDR": "203.0.113.8"}, {"HTTP_AUTHORIZATION": f"Bearer {KEY[:-1]}x"}):
            self.ask(cached, **environ)
        self.assertEqual(len(self.server.received), 3)
        # A refusal is not kept, nor a key with a limit, nor a verdict for longer than the key lives.
        for verdict in ({"valid": False, "code": "API_KEY_INVALID"}, {**valid, "rateLimit": limit},
                        {**valid, "expiresAt": "2020-01-01T00:00:00.000Z"}):
            self.server.will(json_answer(200, verdict))
            cached = self.protected(cache=latchkey.Cache(seconds=60))
            for _ in range(2):
                self.ask(cached)
            self.assertEqual(len(self.server.received), 2)
        for seconds, entries in ((0, 1), (61, 1), (1, 0), (1, 10_001)):
            with self.assertRaisesRegex(ValueError, "^cache"):
                self.protected(cache=latchkey.Cache(seconds, entries))

    def test_keeps_so_many_verdicts_and_no_more(self) -> None:
        cached = self.protected(cache=latchkey.Cache(seconds=60, entries=2))
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.3", "192.0.2.1"):
            self.ask(cached, REMOTE_ADDR=address)
        self.assertEqual(len(self.server.received), 4)


if __name__ == "__main__":
    unittest.main()
