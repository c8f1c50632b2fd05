"""Lambda functions behind Latchkey's authorizer. `gateway_cases.py` compares with the TypeScript client."""
import json
import logging
import unittest

import latchkey

judged = {
    "code": "VALID", "message": "", "missingScopes": "[]", "missingAccessRights": "{}", "retryAfter": "",
    "enforcement": "middleware", "via": "api-key", "userId": "ci-bot@example.com", "roles": '["builder"]',
    "scopes": '["database:read","logs:*"]', "accessRights": '{"projects":{"sales":{"modules":{"model":"write"}}}}',
    "apiKeyId": "key-1", "keyPrefix": "lk_A1b2C3d", "apiKeyName": "CI", "apiKeyType": "end-user",
    "apiKeyExpiresAt": "2027-06-15T12:00:00.000Z", "rateLimit": "100", "rateLimitTier": "free",
    "rateLimitRemaining": "40", "rateLimitResetMs": "34501",
}
sent = {"Accept": "text/plain", "authorization": "Bearer a-key", "X-API-Key": "a-key", "X_Latchkey_Scopes": "[]"}


def event_of(context, level=None):
    authorizer = {level: context} if level else context
    return {
        "headers": sent, "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "pathParameters": {"project": "sales"}, "requestContext": {"requestId": "request-1", "authorizer": authorizer},
    }


class Lambda(unittest.TestCase):
    def setUp(self) -> None:
        self.seen = []

    def call(self, context, level=None, result=None, **options):
        @latchkey.protect(**options)
        def handler(event, context):
            """Orders."""
            self.seen.append(event)
            return {"statusCode": 200, "body": "ok"} if result is None else result

        self.assertEqual((handler.__name__, handler.__doc__), ("handler", "Orders."))
        answer = handler(event_of(context, level), None)
        body = json.loads(answer["body"]) if answer["body"] != "ok" else None
        return answer["statusCode"], body and body["code"], answer

    def test_lets_through_whom_the_authorizer_has_found_valid_and_says_who_it_is(self) -> None:
        for level in (None, "lambda"):
            status, _, answer = self.call(judged, level)
            self.assertEqual(status, 200)
            self.assertEqual(answer["headers"], {"RateLimit-Policy": '"free";q=100;w=60', "RateLimit": '"free";r=40;t=35'})
            event = self.seen.pop()
            self.assertEqual(event["headers"], {"Accept": "text/plain"})
            self.assertEqual(event["multiValueHeaders"], {"Accept": ["text/plain"]})
            caller = latchkey.principal_of(event)
            self.assertEqual((caller["userId"], caller["apiKey"]["keyPrefix"]), ("ci-bot@example.com", "lk_A1b2C3d"))
            # What a function writes into its log is its event.
            self.assertNotIn("a-key", json.dumps(event))

    def test_lets_nobody_through_without_a_word_of_the_authorizer(self) -> None:
        for context in (None, {}, {"userId": "ann@example.com"}, {"code": 1}, {**judged, "via": "other"}, "VALID", {"lambda": []}):
            with self.subTest(context), self.assertLogs("latchkey", logging.ERROR):
                self.assertEqual(self.call(context)[:2], (500, "INTERNAL"))
        self.assertEqual(self.seen, [])

    def test_refuses_what_the_authorizer_refuses(self) -> None:
        for code, status in (("RATE_LIMITED", 429), ("INSUFFICIENT_PERMISSIONS", 403), ("NEWER", 403)):
            answered = self.call({**judged, "code": code, "retryAfter": "7", "missingScopes": '["a:b"]'})
            self.assertEqual(answered[:2], (status, code))
            self.assertEqual(answered[2]["headers"].get("Retry-After"), "7" if status == 429 else None)
        self.assertEqual(self.seen, [])

    def test_needs_what_it_names_beside_what_the_route_requires(self) -> None:
        right = {"project": "sales", "module": "model", "action": "read"}
        in_path = {**right, "project": lambda event: event["pathParameters"]["project"]}
        for options, passes in (
            ({"scopes": ["database:read", "logs:read"]}, True),
            ({"scopes": ["database:write"]}, False),
            ({"scopes": ["database:*"]}, False),
            ({"scopes": lambda event: None}, False),
            (right, True),
            ({**right, "action": "write"}, True),
            ({**right, "module": "other"}, False),
            ({**right, "project": "*"}, False),
            (in_path, True),
            ({**right, "project": lambda event: "*"}, False),
            ({**right, "project": lambda event: None}, False),
            ({"project": "sales", "environment": "prod", "action": "read"}, False),
        ):
            with self.subTest(options):
                status, code, _ = self.call(judged, **options)
                self.assertEqual((status, code), (200, None) if passes else (403, "INSUFFICIENT_PERMISSIONS"))
        body = json.loads(self.call(judged, scopes=["a:b"], **{**right, "module": "other"})[2]["body"])
        self.assertEqual(body["missingScopes"], ["a:b"])
        self.assertEqual(body["missingAccessRights"], {"projects": {"sales": {"modules": {"other": "read"}}}})

    def test_lets_nobody_through_whose_permissions_are_not_known(self) -> None:
        for omitted, options in (
            ("scopes", {"scopes": ["database:read"]}),
            ("accessRights", {"project": "sales", "module": "model", "action": "read"}),
        ):
            with self.assertLogs("latchkey", logging.ERROR):
                self.assertEqual(self.call({**judged, omitted: "-"}, **options)[0], 500)
            self.assertEqual(self.call({**judged, omitted: "-"})[0], 200)

    def test_an_api_that_is_observed_lets_everything_through(self) -> None:
        status, _, _ = self.call({"code": "UNAUTHENTICATED", "enforcement": "observe"}, scopes=["a:b"])
        self.assertEqual((status, self.seen[0]["principal"]), (200, None))
        with self.assertRaises(LookupError):
            latchkey.principal_of(self.seen[0])

    def test_headers_that_a_handler_sets_are_its_own(self) -> None:
        own = {"statusCode": 200, "body": "ok", "multiValueHeaders": {"ratelimit": ["none"]}}
        answer = self.call(judged, result=own)[2]
        self.assertEqual(answer["headers"], {"RateLimit-Policy": '"free";q=100;w=60'})

    def test_what_would_protect_less_than_it_says_is_refused(self) -> None:
        for options in (
            {"scopes": "database:read"}, {"scopes": [None]}, {"project": "sales"}, {"action": "read"}, {"module": "model"},
            {"project": "sales", "module": "model"}, {"project": "sales", "action": "read"},
            {"project": "sales", "module": "model", "environment": "prod", "action": "read"},
            {"project": "sales", "environment": "prod", "action": "write"},
        ):
            with self.subTest(options), self.assertRaises(ValueError):
                latchkey.protect(**options)
        for options in ({"cost": 2}, {"cache": latchkey.Cache(30)}, {"trusted_proxies": []}):
            with self.subTest(options), self.assertRaises(TypeError):
                latchkey.protect(**options)
        with self.assertRaises(TypeError):
            latchkey.protect(lambda event, context: None)


if __name__ == "__main__":
    unittest.main()
