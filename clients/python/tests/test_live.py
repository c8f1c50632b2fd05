"""Against a running Latchkey: LATCHKEY_URL and LATCHKEY_API_KEY name it, and a key of an administrator."""
import os
import re
import threading
import unittest
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import latchkey

is_there = "LATCHKEY_URL" in os.environ and "LATCHKEY_API_KEY" in os.environ


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@unittest.skipUnless(is_there, "npm run client:python starts a server")
class Live(unittest.TestCase):
    def setUp(self) -> None:
        self.latchkey = latchkey.Client()
        self.addCleanup(self.latchkey.close)

    def mint(self, **fields: object) -> latchkey.types.MintedKey:
        key = self.latchkey.keys.create(name=f"Python {uuid.uuid4()}", **fields)
        self.addCleanup(self.latchkey.keys.delete, key["id"])
        return key

    def client_of(self, key: latchkey.types.MintedKey) -> latchkey.Client:
        client = latchkey.Client(api_key=key["key"])
        self.addCleanup(client.close)
        return client

    def test_the_life_of_a_key(self) -> None:
        key = self.mint(scopes=["database:read"], access_rights={}, expires_in="1d", metadata={"team": "data"})
        own = self.client_of(key)
        self.assertEqual(own.me()["apiKey"]["id"], key["id"])
        record = self.latchkey.keys.get(key["id"])
        changed = self.latchkey.keys.update(key["id"], description="nightly", if_match=latchkey.etag_of(record))
        self.assertEqual(changed["description"], "nightly")
        with self.assertRaises(latchkey.PreconditionFailedError):
            self.latchkey.keys.update(key["id"], description="late", if_match=latchkey.etag_of(record))
        self.latchkey.keys.pause(key["id"])
        with self.assertRaises(latchkey.ApiKeyPausedError) as paused:
            own.me()
        self.assertRegex(paused.exception.request_id, "^[0-9a-f-]{36}$")
        self.latchkey.keys.resume(key["id"])
        rotated = self.latchkey.keys.rotate(key["id"], grace_period="1h")
        self.assertEqual(self.client_of(rotated).me()["userId"], own.me()["userId"])
        with self.assertRaises(latchkey.NameTakenError) as taken:
            self.latchkey.keys.create(name=key["name"])
        self.assertEqual(taken.exception.errors[0]["field"], "name")
        copy = self.latchkey.keys.duplicate(key["id"], name=f"Python {uuid.uuid4()}", expires_in="1h")
        self.latchkey.keys.delete(copy["id"])
        with self.assertRaises(latchkey.NotFoundError):
            self.latchkey.keys.get(copy["id"])
        explained = self.latchkey.keys.test(key["id"], scopes=["database:write"])
        self.assertFalse(explained["valid"])
        preview = self.latchkey.keys.preview_changes(key["id"], scopes=["database:read", "logs:read"])
        self.assertIsNone(preview["refusal"])
        report = latchkey.verify_chain(self.latchkey.audit.list(target_id=key["id"]))
        self.assertEqual(report, ([], 5, 0))

    def test_a_secret_that_is_lost_is_said_to_be_lost_or_replaced(self) -> None:
        name, intent = f"Python {uuid.uuid4()}", str(uuid.uuid4())
        first = self.latchkey.keys.create(name=name, idempotency_key=intent)
        self.addCleanup(self.latchkey.keys.delete, first["id"])
        with self.assertRaises(latchkey.SecretLost) as lost:
            self.latchkey.keys.create(name=name, idempotency_key=intent)
        self.assertEqual(lost.exception.id, first["id"])
        again = self.latchkey.keys.create(name=name, idempotency_key=intent, on_lost_secret="rotate")
        self.assertEqual((again["id"], self.client_of(again).me()["apiKey"]["id"]), (first["id"], first["id"]))
        with self.assertRaises(latchkey.ApiKeyInvalidError):
            self.client_of(first).me()

    def test_lists_are_read_to_their_end(self) -> None:
        made = {self.mint(expires_in="1h")["id"] for _ in range(5)}
        listed = [each["id"] for each in self.latchkey.keys.list(limit=2, search="Python ")]
        self.assertEqual((len(listed), made <= set(listed)), (len(set(listed)), True))
        self.assertGreaterEqual(self.latchkey.keys.counts(search="Python ")["total"], 5)

    def test_users_roles_and_protected_apis(self) -> None:
        role, user = f"python-{uuid.uuid4().hex[:8]}", f"{uuid.uuid4().hex}@example.com"
        self.latchkey.roles.create(name=role, scopes=["database:read"])
        self.latchkey.users.create(user_id=user, roles=[role])
        self.assertEqual([each["userId"] for each in self.latchkey.roles.holders(role)], [user])
        self.assertEqual(self.latchkey.users.revoke_keys(user), {"revoked": 0})
        with self.assertRaises(latchkey.InUseError):
            self.latchkey.roles.delete(role)
        self.assertIsNone(self.latchkey.users.delete(user))
        self.latchkey.roles.delete(role)
        # The account of the laptop.
        stage = {"accountId": "000000000000", "apiId": uuid.uuid4().hex[:10], "stage": "prod"}
        api = self.latchkey.apis.create(name=role, gateway=stage, routes=[{"method": "GET", "path": "/orders"}])
        self.assertEqual(self.latchkey.apis.get(role)["routesHash"], api["routesHash"])
        self.latchkey.apis.delete(role)
        self.assertNotIn(role, [each["name"] for each in self.latchkey.apis.list()])

    def test_the_life_of_a_webhook(self) -> None:
        # The name leads nowhere: nothing leaves this machine.
        url = "https://hooks.latchkey.invalid/in"
        name = f"Python {uuid.uuid4()}"
        webhook = self.latchkey.webhooks.create(name=name, kind="https", url=url, events=["api_key.*"])
        self.addCleanup(self.latchkey.webhooks.delete, webhook["id"])
        self.assertRegex(webhook["secret"], "^whsec_")
        self.assertIn(webhook["id"], [each["id"] for each in self.latchkey.webhooks.list()])
        record = self.latchkey.webhooks.get(webhook["id"])
        changes = {"events": ["*"], "legacy_signature": True, "if_match": latchkey.etag_of(record)}
        self.assertEqual(self.latchkey.webhooks.update(webhook["id"], **changes)["events"], ["*"])
        with self.assertRaises(latchkey.PreconditionFailedError):
            self.latchkey.webhooks.update(webhook["id"], **changes)
        rotated = self.latchkey.webhooks.rotate_secret(webhook["id"], grace_period="1h")
        self.assertNotEqual(rotated["secret"], webhook["secret"])
        tested = self.latchkey.webhooks.test(webhook["id"])
        self.assertEqual((tested["status"], tested["error"]), (None, "address"))
        key = self.mint(expires_in="1h")
        queued = self.latchkey.webhooks.replay(webhook["id"], from_="2020-01-01", to="2100-01-01")["queued"]
        self.assertGreaterEqual(queued, 1)
        delivery = next(iter(self.latchkey.webhooks.deliveries(webhook["id"], from_="2020-01-01")))
        self.assertRegex(delivery["type"], r"^(api_key|webhook)\.")
        with self.assertRaises(latchkey.NotFoundError):
            self.latchkey.webhooks.retry_delivery(webhook["id"], f"1-{key['id']}")

    def test_what_stands_alone(self) -> None:
        self.assertEqual(self.latchkey.config()["apiUrl"], self.latchkey.base_url)
        self.assertIn("lk", self.latchkey.settings()["prefix"])
        self.assertIn("api-keys:verify", [each["scope"] for each in self.latchkey.scopes()])
        self.assertEqual(self.latchkey.request("GET", "/health"), {"status": "ok"})
        self.assertIn("total", self.latchkey.usage.overview())
        key = self.mint(scopes=["database:read"])
        verdict = self.latchkey.verify(key=key["key"], scopes=["database:read"])
        self.assertTrue(verdict["valid"])
        self.assertEqual(self.latchkey.usage.summary(key["id"])["byOutcome"].keys(), {"success", "denied", "error"})

    def test_a_wsgi_application_answers_to_its_keys(self) -> None:
        verifier = self.client_of(self.mint(scopes=["api-keys:verify"], access_rights={}))

        def application(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [latchkey.principal_of(environ)["apiKey"]["id"].encode()]

        protected = latchkey.protect(verifier, scopes=["database:read"])(application)
        server = make_server("127.0.0.1", 0, protected, handler_class=Quiet)
        self.addCleanup(server.server_close)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)

        def call(key: object) -> object:
            request = urllib.request.Request(f"http://127.0.0.1:{server.server_port}/orders", headers={"X-Api-Key": key})
            try:
                with urllib.request.urlopen(request) as answer:
                    return answer.read().decode()
            except urllib.error.HTTPError as refused:
                with refused:
                    return refused.code

        reader = self.mint(scopes=["database:read"])
        self.assertEqual(call(reader["key"]), reader["id"])
        self.assertEqual(call(self.mint(scopes=["logs:read"])["key"]), 403)
        self.latchkey.keys.pause(reader["id"])
        self.assertEqual(call(reader["key"]), 401)


@unittest.skipUnless(is_there, "npm run client:python starts a server")
class Readme(unittest.TestCase):
    """What the README shows, run as it stands."""

    def setUp(self) -> None:
        readme = Path(__file__).parent.parent.joinpath("README.md").read_text("utf-8")
        self.blocks = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)

    def test_calls_work(self) -> None:
        with latchkey.Client() as admin:
            before = {each["id"] for each in admin.keys.list()}
            names = {"print": lambda *_: None}
            calls = [block for block in self.blocks if "protect(" not in block]
            self.assertGreaterEqual(len(calls), 4)
            try:
                exec("\n".join(calls), names)
            finally:
                names["client"].close()
                made = {each["id"] for each in admin.keys.list()} - before
                for id in made:
                    admin.keys.delete(id)
            self.assertEqual(len(made), 1)
            self.assertEqual(names["report"].faults, [])

    def test_functions_and_servers_that_are_protected_work(self) -> None:
        protected = [block for block in self.blocks if "protect(" in block]
        self.assertEqual(len(protected), 3)
        os.environ["LATCHKEY_VERIFIER"] = os.environ["LATCHKEY_API_KEY"]
        self.addCleanup(os.environ.pop, "LATCHKEY_VERIFIER")
        for block in protected:
            names: dict = {}
            exec(block, names)
            if "handler" in names:
                said = {"code": "VALID", "via": "jwt", "userId": "ann@example.com", "scopes": '["database:read"]'}
                event = {"requestContext": {"requestId": "1", "authorizer": said}}
                self.assertEqual(names["handler"](event, None)["statusCode"], 200)
                with self.assertLogs("latchkey"):
                    self.assertEqual(names["handler"]({**event, "requestContext": {}}, None)["statusCode"], 500)
                continue
            self.addCleanup(names["verifier"].close)
            for key, expected in ((os.environ["LATCHKEY_API_KEY"], "200 OK"), ("no-key", "401 Unauthorized")):
                answers: list = []
                environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/orders", "HTTP_X_API_KEY": key, "wsgi.version": (1, 0)}
                names["application"](environ, lambda status, *_, answers=answers: answers.append(status))
                self.assertEqual(answers, [expected])


if __name__ == "__main__":
    unittest.main()
