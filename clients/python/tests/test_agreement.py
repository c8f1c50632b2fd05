"""
The TypeScript client and this one say the same: `npm run client:python` writes what the former makes of many events, calls
and texts into the file that LATCHKEY_CASES names.
"""
import json
import logging
import os
import unittest

import latchkey
from latchkey._masking import masked
from latchkey._protect.answers import RefusalAnswer
from latchkey._protect.credential import find_credential
from latchkey._protect.guard import Guard, IncomingCall
from latchkey._protect.needs import Needs
from latchkey._protect.shown_text import shown_text
from latchkey._protect.source import source_finder

file = os.environ.get("LATCHKEY_CASES")
KEY = "lk_" + "k" * 49


class Latchkey:
    """One that gives this verdict."""

    base_url = "https://keys.example.com/api/v1"

    def __init__(self, verdict: object) -> None:
        self.verify = lambda **_: verdict


@unittest.skipIf(file is None, "npm run client:python makes the cases")
class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        with open(file, encoding="utf-8") as cases:
            cls.cases = json.load(cases)
        # Calls without a verdict are told of in the log.
        log = logging.getLogger("latchkey")
        cls.addClassCleanup(log.setLevel, log.level)
        log.setLevel(logging.CRITICAL)

    def each(self, kind: str):
        self.assertGreater(len(self.cases[kind]), 5)
        return self.cases[kind]

    def test_about_calls_that_an_authorizer_has_judged(self) -> None:
        for case in self.each("gateway"):
            given = {"latchkeyAddress": "latchkey_address", "headers": "headers"}
            options = {given[name]: value for name, value in case["options"].items()}

            @latchkey.protect(**options)
            def handler(event, context):
                return {"statusCode": 200, "body": json.dumps(event)}

            with self.subTest(case["event"]["requestContext"]):
                answer = handler(case["event"], None)
                self.assertEqual({**answer, "body": json.loads(answer["body"])}, case["answer"])

    def test_about_verdicts(self) -> None:
        for case in self.each("verdicts"):
            guard = Guard(Latchkey(case["verdict"]), Needs(), cost=case["cost"], now=lambda case=case: case["nowMs"] / 1_000)
            admission = guard.judge(IncomingCall("GET", "/", [f"Bearer {KEY}"], [], None, None, None), {})
            with self.subTest(case["verdict"]):
                if isinstance(admission, RefusalAnswer):
                    status, headers, body = admission
                    shown = {"status": status, "headers": headers, "body": json.loads(body)}
                    shown["body"]["requestId"] = shown["headers"]["X-Request-Id"] = "request-1"
                else:
                    principal = {name: value for name, value in admission.principal.items() if name != "roles"}
                    shown = {"headers": admission.headers, "principal": principal}
                self.assertEqual(shown, case["answer"])

    def test_about_credentials(self) -> None:
        for case in self.each("credentials"):
            key, refusal = find_credential(case["authorizations"], case["apiKeys"])
            with self.subTest(case):
                self.assertEqual(key or refusal, case["said"])

    def test_about_addresses(self) -> None:
        for case in self.each("sources"):
            find = source_finder(case["trustedProxies"])
            with self.subTest(case):
                said = find(case["peer"], case["forwardedFor"])
                # An IPv6 address can be written in several ways.
                self.assertEqual(said, case["said"] and source_finder([])(case["said"], None))

    def test_about_texts_that_may_hold_keys(self) -> None:
        for case in self.each("texts"):
            with self.subTest(case):
                self.assertEqual(masked(case["text"]), case["masked"])
                self.assertEqual(shown_text(case["text"], 100), case["shown"])

    def test_about_chains_of_events(self) -> None:
        for chain in self.each("chains"):
            with self.subTest(chain):
                self.assertEqual(latchkey.verify_chain(chain), ([], len(chain), 0))

    def test_about_webhooks(self) -> None:
        said = [case["said"] for case in self.each("webhooks")]
        reasons = {each for each in said if isinstance(each, str)}
        self.assertEqual(reasons, {"header", "too old", "too new", "signature", "body", "secret"})
        self.assertGreater(len([each for each in said if isinstance(each, dict)]), 50)
        for case in self.each("webhooks"):
            with self.subTest(case):
                try:
                    event = latchkey.verify_webhook(
                        case["headers"], case["body"], case["secret"], now=lambda case=case: case["now"]
                    )
                    self.assertEqual(event._asdict(), case["said"])
                except latchkey.WebhookVerificationError as error:
                    self.assertEqual(error.reason, case["said"])


if __name__ == "__main__":
    unittest.main()
