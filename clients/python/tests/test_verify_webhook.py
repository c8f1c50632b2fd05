import base64
import hashlib
import hmac
import json
import random
import unittest

import latchkey

NOW = 1_813_060_800
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
FORMER = "whsec_" + base64.b64encode(b"f" * 32).decode()
EVENT = {"type": "api_key.renamed", "timestamp": "2027-06-15T12:00:00.000Z", "data": {"name": "\u00c4tna \U0001f5dd"}}
BODY = json.dumps(EVENT).encode()


def sign(body: bytes, secret: str = SECRET, id: str = "event-1") -> str:
    key = base64.b64decode(secret[len("whsec_") :])
    digest = hmac.new(key, f"{id}.{NOW}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(body: bytes = BODY, **others: str) -> dict:
    given = {"webhook-id": "event-1", "webhook-timestamp": str(NOW), "webhook-signature": sign(body)}
    return {**given, **{name.replace("_", "-"): value for name, value in others.items()}}


class VerifyWebhook(unittest.TestCase):
    def reason(self, *args, now: float = NOW, **options) -> str:
        with self.assertRaises(latchkey.WebhookVerificationError) as caught:
            latchkey.verify_webhook(*args, now=lambda: now, **options)
        self.assertIsInstance(caught.exception, latchkey.LatchkeyError)
        self.assertNotIn(SECRET[6:20], repr(caught.exception))
        return caught.exception.reason

    def verify(self, *args, now: float = NOW, **options) -> latchkey.WebhookEvent:
        return latchkey.verify_webhook(*args, now=lambda: now, **options)

    def test_returns_the_event_whatever_headers_and_body_are_made_of(self) -> None:
        expected = ("event-1", EVENT["type"], EVENT["timestamp"], EVENT["data"])
        self.assertEqual(self.verify(headers(), BODY, SECRET), expected)
        self.assertEqual(self.verify(headers(), BODY.decode(), SECRET), expected)
        self.assertEqual(self.verify(headers(), bytearray(BODY), SECRET), expected)
        upper = {name.upper(): value for name, value in headers().items()}
        self.assertEqual(self.verify({**upper, "Host": "hooks.example.com"}, BODY, SECRET), expected)

    def test_takes_the_signature_of_the_reference_librarys_example(self) -> None:
        example = {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        # It is signed, and has no type: its signature was right.
        self.assertEqual(self.reason(example, '{"test": 2432232314}', secret, now=1614265330), "body")
        self.assertEqual(self.reason(example, '{"test": 2432232315}', secret, now=1614265330), "signature")

    def test_takes_either_secret_during_a_rotation(self) -> None:
        signatures = ["v1a,AAAA", "v2,AAAA", "v1," + "A" * 43 + "=", sign(BODY), "", sign(BODY, FORMER)]
        both = headers(webhook_signature=" ".join(signatures))
        for secret in (SECRET, FORMER):
            self.assertEqual(self.verify(both, BODY, secret).id, "event-1")
        self.assertEqual(self.reason(headers(), BODY, FORMER), "signature")

    def test_takes_what_is_five_minutes_old_or_ahead_and_no_more(self) -> None:
        for now in (NOW + 300.9, NOW - 300):
            self.assertEqual(self.verify(headers(), BODY, SECRET, now=now).id, "event-1")
        self.assertEqual(self.reason(headers(), BODY, SECRET, now=NOW + 301), "too old")
        self.assertEqual(self.reason(headers(), BODY, SECRET, now=NOW - 301), "too new")
        self.assertEqual(self.verify(headers(), BODY, SECRET, now=NOW + 301, tolerance=301).id, "event-1")

    def test_refuses_what_is_of_another_form(self) -> None:
        lacking = {name: value for name, value in headers().items() if name != "webhook-id"}
        for given in (
            {}, lacking, {**headers(), "Webhook-Id": "event-2"}, headers(webhook_id=""), headers(webhook_signature=""),
            headers(webhook_timestamp="now"), headers(webhook_timestamp=f"{NOW}.5"), headers(webhook_timestamp="\u0661" * 10),
        ):
            self.assertEqual(self.reason(given, BODY, SECRET), "header", given)

    def test_refuses_what_was_not_signed_so(self) -> None:
        for given in (
            headers(webhook_id="event-2"), headers(webhook_signature=sign(BODY)[:-3]), headers(webhook_signature="v1,"),
            headers(webhook_signature=sign(BODY) + "A"), headers(webhook_signature=sign(BODY).replace("v1,", "v1a,")),
            headers(webhook_signature="v1,\u00fc\ud800"), headers(webhook_timestamp=str(NOW - 1)),
        ):
            self.assertEqual(self.reason(given, BODY, SECRET), "signature", given)
        lots = random.Random(16)
        for _ in range(200):
            changed = bytearray(BODY)
            changed[lots.randrange(len(BODY))] ^= 1 << lots.randrange(8)
            self.assertEqual(self.reason(headers(), bytes(changed), SECRET), "signature")

    def test_refuses_what_is_no_secret(self) -> None:
        for secret in ("", "whsec_", SECRET[6:], "lk_A1b2C3d4", "whsec_a*b=", "whsec_\u00fc"):
            self.assertEqual(self.reason(headers(), BODY, secret), "secret", secret)

    def test_refuses_what_holds_no_event(self) -> None:
        for body in (
            b"", b"null", b"[]", b'"text"', b"\xff", b'{"type":"a","timestamp":"b"}',
            b'{"type":1,"timestamp":"b","data":{}}', b'{"type":"a","timestamp":"b","data":[]}',
        ):
            self.assertEqual(self.reason(headers(body), body, SECRET), "body", body)


if __name__ == "__main__":
    unittest.main()
