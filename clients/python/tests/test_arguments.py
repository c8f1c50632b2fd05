"""What is sent of what is given."""
import json
import os
import pickle
import unittest
from datetime import date, datetime, timedelta, timezone
from unittest import mock

import latchkey
from hostile_server import HostileServer, end_of, json_answer


class Arguments(unittest.TestCase):
    def setUp(self) -> None:
        self.server = HostileServer()
        self.addCleanup(self.server.stop)
        self.server.will(json_answer(200, {"id": "key-1", "key": "a-key"}, {"ETag": '"7"'}))

    def body(self) -> object:
        return json.loads(self.server.received[-1].body)

    def test_what_is_given_is_sent_by_the_names_of_the_api_and_nothing_else(self) -> None:
        keys = self.server.client().keys
        keys.create(name="CI", user_id="ann@example.com", expires_in="90d", scopes=["database:read"], allowed_ips=None)
        sent = {"name": "CI", "userId": "ann@example.com", "expiresIn": "90d", "scopes": ["database:read"]}
        self.assertEqual(self.body(), {**sent, "allowedIps": None})
        keys.rotate("key-1")
        self.assertEqual(self.body(), {})
        self.server.client().me()
        self.assertEqual(self.server.received[-1].body, b"")

    def test_times_are_sent_in_utc_and_one_without_a_zone_is_not(self) -> None:
        keys = self.server.client().keys
        noon = datetime(2027, 1, 2, 12, 0, 0, 1_999, tzinfo=timezone(timedelta(hours=2)))
        keys.update("key-1", expires_at=noon)
        self.assertEqual(self.body(), {"expiresAt": "2027-01-02T10:00:00.001Z"})
        keys.update("key-1", expires_at=date(2027, 1, 2))
        self.assertEqual(self.body(), {"expiresAt": "2027-01-02"})
        with self.assertRaisesRegex(ValueError, "^expiresAt: "):
            keys.update("key-1", expires_at=datetime(2027, 1, 2))

    def test_filters_take_one_value_or_several(self) -> None:
        self.server.will(json_answer(200, []))
        keys = self.server.client().keys
        list(keys.list(status=["active", "paused"], type="admin", never_used=True, expires_before=date(2027, 1, 2)))
        list(self.server.client().audit.list(from_=datetime(2027, 1, 2, tzinfo=timezone.utc), target_type="api_key"))
        self.assertEqual(
            self.server.urls,
            [
                "/api/v1/api-keys?type=admin&status=active%2Cpaused&expiresBefore=2027-01-02&neverUsed=true",
                "/api/v1/audit-events?from=2027-01-02T00%3A00%3A00.000Z&targetType=api_key",
            ],
        )

    def test_no_id_leads_to_another_path(self) -> None:
        client = self.server.client()
        for id in ("..", ".", "", None, 7):
            self.assertIsInstance(end_of(lambda id=id: client.keys.get(id)), ValueError)
        client.users.get("a/../b@example.com?c#d")
        self.assertEqual(self.server.urls, ["/api/v1/users/a%2F..%2Fb%40example.com%3Fc%23d"])

    def test_the_version_of_a_record_is_what_a_change_is_meant_for(self) -> None:
        client = self.server.client()
        record = client.keys.get("key-1")
        client.keys.pause("key-1", if_match=latchkey.etag_of(record))
        self.assertEqual(self.server.received[-1].headers["if-match"], '"7"')
        self.assertEqual(latchkey.headers_of(record)["X-Request-Id"], "request-1")
        self.assertIsNone(latchkey.etag_of({"id": "key-1"}))

    def test_no_header_holds_another(self) -> None:
        keys = self.server.client().keys
        for value in ("1\r\nX-Api-Key: other", "1\n", "", "ü"):
            with self.assertRaisesRegex(ValueError, "^if_match: "):
                keys.delete("key-1", if_match=value)
            with self.assertRaisesRegex(ValueError, "^idempotency_key: "):
                keys.rotate("key-1", idempotency_key=value)
        self.assertEqual(self.server.received, [])

    def test_whatever_has_no_name_is_called_by_its_path(self) -> None:
        client = self.server.client()
        client.request("GET", "/problems/{code}", path={"code": "INVALID"})
        self.server.next = [json_answer(200, [{"action": "api_key.created"}])]
        events = list(client.list("/audit-events", query={"limit": 5}))
        self.assertEqual(events, [{"action": "api_key.created"}])
        self.assertEqual(self.server.urls, ["/api/v1/problems/INVALID", "/api/v1/audit-events?limit=5"])

    def test_the_environment_says_where_and_who(self) -> None:
        named = {"LATCHKEY_URL": f"{self.server.origin}/api/v1/", "LATCHKEY_API_KEY": "from-the-environment"}
        with mock.patch.dict(os.environ, named), latchkey.Client() as client:
            client.me()
        self.assertEqual(self.server.received[-1].headers["authorization"], "Bearer from-the-environment")
        with mock.patch.dict(os.environ, {"LATCHKEY_URL": ""}, clear=True):
            with self.assertRaisesRegex(ValueError, "^base_url: "):
                latchkey.Client()

    def test_a_credential_is_asked_for_before_every_attempt(self) -> None:
        tokens = iter(["first", "second", "third"])
        client = self.server.client(credential=lambda: next(tokens))
        self.server.will(lambda handler: handler.answer(502, b""), json_answer(200, {}))
        client.me()
        sent = [each.headers["authorization"] for each in self.server.received]
        self.assertEqual(sent, ["Bearer first", "Bearer second"])

    def test_no_credential_is_sent_where_it_could_be_overheard(self) -> None:
        for url in ("http://keys.example.com/api/v1", "https://a:b@keys.example.com", "keys", "ftp://localhost",
                    "https://keys.example.com/?a=b", "https://keys.example.com/#", "https://", "http://127.0.0.1.evil.example",
                    "https://keys.example.com:port", "https://keys.example.com\\@evil.example", "https://a b", ""):
            with self.subTest(url), self.assertRaisesRegex(ValueError, "^base_url: "):
                latchkey.Client(url)
        for url in ("http://localhost:3000/api/v1", "http://127.1.2.3/api", "http://[::1]:3000", "https://keys.example.com"):
            self.assertEqual(latchkey.Client(url + "/").base_url, url)

    def test_errors_can_be_handed_to_another_process(self) -> None:
        self.server.will(lambda handler: handler.answer(200, b"?"))
        error = end_of(self.server.client(retries=0).me)
        copy = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(copy), str(copy), vars(copy)), (type(error), str(error), vars(error)))
        with self.assertRaises(TypeError):
            pickle.dumps(self.server.client())


if __name__ == "__main__":
    unittest.main()
