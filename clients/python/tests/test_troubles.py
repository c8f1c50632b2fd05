"""One effect per intent, whatever becomes of requests and answers."""
import unittest

import latchkey
from hostile_server import (
    SECRET,
    HostileServer,
    bad_gateway,
    cut,
    cut_chunks,
    cut_whole_json,
    end_of,
    endless,
    garbage,
    hang,
    json_answer,
    no_http,
    page,
    problem,
    reset,
    stall,
    trickle,
)
from latchkey.generated.errors import problem_errors

record = {"id": "key-1", "name": "CI", "rotationEndsAt": None}
minted = json_answer(201, {**record, "key": SECRET})
replayed = json_answer(201, {**record, "key": None}, {"Idempotent-Replayed": "true"})

# What happens, which error tells of it, and for how long an answer is waited for: only what never ends is, to its end.
troubles = {
    "a reset": (reset, latchkey.ConnectionError, 5),
    "no answer": (hang, latchkey.TimeoutError, 0.4),
    "half an answer": (stall, latchkey.TimeoutError, 0.4),
    "an answer that does not come to its end": (trickle, latchkey.TimeoutError, 0.4),
    "an answer cut off": (cut, latchkey.ConnectionError, 5),
    "an answer cut off where it might have ended": (cut_whole_json, latchkey.ConnectionError, 5),
    "chunks cut off": (cut_chunks, latchkey.ConnectionError, 5),
    "another protocol": (no_http, latchkey.ConnectionError, 5),
    "another page": (garbage, latchkey.UnexpectedAnswerError, 5),
    "a bad gateway": (bad_gateway, latchkey.UnexpectedAnswerError, 5),
    "an outage": (problem(503, "UNAVAILABLE"), latchkey.UnavailableError, 5),
    "a limit": (problem(429, "RATE_LIMITED"), latchkey.RateLimitedError, 5),
}


class WithServer(unittest.TestCase):
    def setUp(self) -> None:
        self.server = HostileServer()
        self.addCleanup(self.server.stop)


class Troubles(WithServer):
    def test_are_got_over_by_a_read(self) -> None:
        for name, (trouble, expected, timeout) in troubles.items():
            with self.subTest(name):
                self.server.will(trouble, json_answer(200, {"id": "key-1"}))
                self.assertEqual(self.server.client(timeout=timeout).keys.get("key-1"), {"id": "key-1"})
                self.assertEqual(len(self.server.received), 2)

    def test_that_last_end_a_read_after_as_many_attempts_as_were_asked_for(self) -> None:
        for name, (trouble, expected, timeout) in troubles.items():
            with self.subTest(name):
                self.server.will(trouble)
                client = self.server.client(timeout=timeout, retries=2)
                error = end_of(lambda client=client: client.keys.get("key-1"))
                self.assertIs(type(error), expected)
                self.assertEqual((len(self.server.received), error.may_have_happened), (3, False))

    def test_are_got_over_by_a_create_under_one_idempotency_key(self) -> None:
        for name, (trouble, expected, timeout) in troubles.items():
            with self.subTest(name):
                self.server.will(trouble, minted)
                key = self.server.client(timeout=timeout).keys.create(name="CI")
                self.assertEqual(key["key"], SECRET)
                self.assertEqual((len(self.server.received), len(self.server.intents)), (2, 1))
                self.assertNotIn(None, self.server.intents)

    def test_are_told_to_other_writes_which_are_not_made_twice(self) -> None:
        changes = {
            "a change": lambda client: client.keys.update("key-1", name="CI", if_match='"1"'),
            "a deletion": lambda client: client.users.delete("ann@example.com"),
            "a verification": lambda client: client.verify(key=SECRET),
        }
        for name, (trouble, expected, timeout) in troubles.items():
            with self.subTest(name):
                for change in changes.values():
                    self.server.will(trouble, json_answer(200, {}))
                    error = end_of(lambda change=change, timeout=timeout: change(self.server.client(timeout=timeout)))
                    self.assertIs(type(error), expected)
                    self.assertEqual(len(self.server.received), 1)
                    # Over the limit nothing was done; of all else nobody knows.
                    self.assertEqual(error.may_have_happened, expected is not latchkey.RateLimitedError)

    def test_previews_are_asked_for_again_since_they_change_nothing(self) -> None:
        preview = json_answer(200, {"refusal": None})
        self.server.will(reset, preview, cut, preview)
        keys = self.server.client().keys
        keys.preview(name="CI")
        keys.preview_changes("key-1", name="CI", if_match='"1"')
        sent = [(each.url, each.headers.get("if-match")) for each in self.server.received]
        before, after = ("/api/v1/api-keys/preview", None), ("/api/v1/api-keys/key-1/preview", '"1"')
        self.assertEqual(sent, [before, before, after, after])

    def test_an_answer_without_end_is_not_read_to_its_end(self) -> None:
        self.server.will(endless)
        error = end_of(lambda: self.server.client(retries=0, timeout=30).me())
        self.assertRegex(str(error), "has no end")

    def test_a_redirect_is_not_followed(self) -> None:
        self.server.will(lambda handler: handler.answer(307, b"", {"Location": "/elsewhere"}))
        error = end_of(lambda: self.server.client().verify(key=SECRET))
        self.assertIsInstance(error, latchkey.UnexpectedAnswerError)
        self.assertEqual(self.server.urls, ["/api/v1/verify"])

    def test_what_is_nearly_json_is_not_taken_for_an_answer(self) -> None:
        for text in (b"[" * 100_000, b'{"total":NaN}', b'"text"', b"", b"9" * 5_000):
            self.server.will(lambda handler, text=text: handler.answer(200, text))
            error = end_of(lambda: self.server.client(retries=0).me())
            self.assertIsInstance(error, latchkey.UnexpectedAnswerError)


class LostSecrets(WithServer):
    def test_are_said_to_be_lost_with_the_id_of_the_key(self) -> None:
        self.server.will(cut, replayed)
        error = end_of(lambda: self.server.client().keys.create(name="CI"))
        self.assertIsInstance(error, latchkey.SecretLost)
        self.assertEqual((error.id, error.may_have_happened), ("key-1", True))

    def test_are_replaced_where_that_is_wanted_by_an_intent_of_its_own(self) -> None:
        self.server.will(cut, replayed, json_answer(200, {**record, "key": SECRET}))
        key = self.server.client(on_lost_secret="rotate").keys.create(name="CI")
        self.assertEqual(key["key"], SECRET)
        keys = "/api/v1/api-keys"
        self.assertEqual(self.server.urls, [keys, keys, f"{keys}/key-1/rotate"])
        self.assertEqual(len(self.server.intents), 2)

    def test_are_replaced_again_but_not_for_ever(self) -> None:
        lost = json_answer(200, {**record, "key": None}, {"Idempotent-Replayed": "true"})
        self.server.will(cut, replayed, cut, lost, json_answer(200, {**record, "key": SECRET}))
        key = self.server.client().keys.create(name="CI", on_lost_secret="rotate")
        self.assertEqual(key["key"], SECRET)
        self.server.will(lost)
        error = end_of(lambda: self.server.client().keys.duplicate("key-0", name="CI", on_lost_secret="rotate"))
        self.assertIsInstance(error, latchkey.SecretLost)
        self.assertEqual(len(self.server.received), 4)

    def test_are_said_to_be_lost_where_they_cannot_be_replaced_and_why(self) -> None:
        self.server.will(cut, replayed, problem(403, "INSUFFICIENT_PERMISSIONS"))
        error = end_of(lambda: self.server.client(on_lost_secret="rotate").keys.create(name="CI"))
        self.assertIsInstance(error, latchkey.SecretLost)
        self.assertIsInstance(error.__cause__, latchkey.InsufficientPermissionsError)

    def test_are_not_replaced_where_the_former_one_is_in_use_still(self) -> None:
        self.server.will(cut, json_answer(200, {**record, "rotationEndsAt": "2027-01-01T00:00:00.000Z", "key": None}))
        client = self.server.client(on_lost_secret="rotate")
        error = end_of(lambda: client.keys.rotate("key-1", grace_period="1d"))
        self.assertIsInstance(error, latchkey.SecretLost)
        self.assertEqual(len(self.server.received), 2)

    def test_are_not_taken_for_nothing_where_the_answer_never_comes(self) -> None:
        self.server.will(cut, problem(401, "API_KEY_INVALID"))
        error = end_of(lambda: self.server.client().keys.rotate("key-1"))
        self.assertEqual((error.code, error.may_have_happened), ("API_KEY_INVALID", True))
        self.assertEqual({error.idempotency_key}, self.server.intents)

    def test_are_never_handed_out_as_a_key_without_one(self) -> None:
        for answer in ({}, [], {"id": "key-1", "key": "", "rotationEndsAt": None}):
            self.server.will(json_answer(201, answer))
            error = end_of(lambda: self.server.client().keys.create(name="CI"))
            self.assertIsInstance(error, (latchkey.UnexpectedAnswerError, latchkey.SecretLost))
            self.assertTrue(error.may_have_happened)


class Waiting(WithServer):
    def test_is_as_long_as_the_server_asks_for(self) -> None:
        self.server.will(problem(429, "RATE_LIMITED", {"Retry-After": "7"}), json_answer(200, {}))
        self.server.client().me()
        self.assertEqual(self.server.waits, [7])

    def test_longer_than_is_allowed_is_left_to_the_caller(self) -> None:
        self.server.will(problem(503, "UNAVAILABLE", {"Retry-After": "3600"}))
        error = end_of(lambda: self.server.client().me())
        self.assertEqual((error.code, error.retry_after), ("UNAVAILABLE", 3_600))
        self.assertEqual((len(self.server.received), self.server.waits), (1, []))

    def test_is_otherwise_drawn_by_lot_below_a_bound_that_doubles(self) -> None:
        self.server.will(reset)
        pacing = latchkey.Pacing(random=lambda: 0.5, sleep=self.server.waits.append)
        end_of(lambda: self.server.client(pacing=pacing).me())
        self.assertEqual(self.server.waits, [0.05, 0.1, 0.2])


class Lists(WithServer):
    def names(self, **options) -> list:
        return [each["name"] for each in self.server.client(**options).keys.list(status=["active"])]

    def test_go_on_through_short_and_empty_pages(self) -> None:
        def following(cursor: int) -> str:
            link = f"/api/v1/api-keys?status=active&cursor={cursor}"
            return f'</x>; rel="help", <{link}>; title="a, b"; rel="next last"'

        self.server.will(
            page([{"name": "a"}], following(1)), page([], following(2)), page([], following(3)), page([{"name": "b"}])
        )
        self.assertEqual(self.names(), ["a", "b"])
        first = "/api/v1/api-keys?status=active"
        self.assertEqual(self.server.urls, [first, *(f"{first}&cursor={cursor}" for cursor in (1, 2, 3))])

    def test_are_not_followed_elsewhere_nor_in_a_circle(self) -> None:
        for link in (
            '<https://evil.example/keys?cursor=1>; rel="next"',
            "<//evil.example/keys>; rel=next",
            "<http://127.0.0.1:1/api/v1/api-keys>; rel=next",
            "<//[evil>; rel=next",
            f'<{self.server.origin.replace("//", "//a:b@")}/api/v1/api-keys>; rel="next"',
            f'<{self.server.origin}/api/v1/api-keys?status=active>; rel="next"',
        ):
            with self.subTest(link):
                self.server.will(page([{"name": "a"}], link))
                self.assertIsInstance(end_of(self.names), latchkey.UnexpectedAnswerError)
                self.assertEqual(len(self.server.received), 1)

    def test_without_end_do_end(self) -> None:
        def more(handler) -> None:
            page([], f'<?cursor={len(self.server.received)}>; rel="next"')(handler)

        self.server.will(more)
        self.assertIsInstance(end_of(lambda: self.names(max_pages=20)), latchkey.UnexpectedAnswerError)
        self.assertEqual(len(self.server.received), 20)

    def test_that_are_none_are_not_taken_for_one(self) -> None:
        self.server.will(json_answer(200, {"items": []}))
        self.assertIsInstance(end_of(self.names), latchkey.UnexpectedAnswerError)

    def test_are_read_by_page_with_the_cursor_of_the_next(self) -> None:
        self.server.will(page([{"name": "a"}], '<?cursor=two>; rel="next"'))
        first = self.server.client().keys.list().page()
        self.assertEqual((first.items, first.cursor), ([{"name": "a"}], "two"))

    def test_counts_are_those_of_the_last_step(self) -> None:
        def step(total: int, cursor: str = ""):
            link = {"Link": f'<?type=admin&cursor={cursor}>; rel="next"'} if cursor else {}
            return json_answer(200, {"total": total}, link)

        self.server.will(step(2, "a"), reset, step(2, "b"), step(5))
        self.assertEqual(self.server.client().keys.counts(type="admin"), {"total": 5})
        self.server.will(step(2, "a"), step(5))
        steps = self.server.client().keys.count_steps(type=["admin"])
        self.assertEqual(next(steps), {"total": 2})
        self.assertEqual(len(self.server.received), 1)


class Errors(WithServer):
    def test_every_code_has_one_of_its_own_with_all_that_the_problem_tells(self) -> None:
        self.assertGreater(len(problem_errors), 20)
        for code, kind in problem_errors.items():
            errors = [{"field": "name", "message": "Too long"}]
            self.server.will(
                problem(400, code, {"Retry-After": "3"}, errors=errors, missingScopes=["a:b"], missingAccessRights={"projects": {}})
            )
            error = end_of(lambda: self.server.client(retries=0).me())
            self.assertIs(type(error), kind)
            self.assertIs(getattr(latchkey, kind.__name__), kind)
            self.assertEqual((error.status, error.code, error.request_id), (400, code, "request-1"))
            self.assertEqual((error.errors, error.missing_scopes), (errors, ["a:b"]))
            self.assertEqual((error.missing_access_rights, error.retry_after), ({"projects": {}}, 3))
            self.assertEqual(str(error), "Because (name: Too long)")

    def test_tell_each_field_once(self) -> None:
        name, other = {"field": "name", "message": "Too long"}, {"field": "type", "message": "Too long"}
        for detail, errors, expected in [
            ("Too long", [name], "Too long"),
            ("name: Too long", [name], "name: Too long"),
            ("name: Too long", [name, other], "name: Too long (type: Too long)"),
        ]:
            self.server.will(problem(400, "INVALID", detail=detail, errors=errors))
            self.assertEqual(str(end_of(lambda: self.server.client().me())), expected)

    def test_of_a_newer_code_is_a_problem(self) -> None:
        self.server.will(problem(418, "TEAPOT"))
        error = end_of(lambda: self.server.client().me())
        self.assertEqual((type(error), error.code), (latchkey.ProblemError, "TEAPOT"))

    def test_that_are_oddly_shaped_are_told_all_the_same(self) -> None:
        self.server.will(problem(400, "INVALID", errors=[None, {"field": 1}], missingScopes=7, missingAccessRights=[]))
        error = end_of(lambda: self.server.client().me())
        self.assertEqual((type(error), error.missing_scopes), (latchkey.InvalidError, []))


if __name__ == "__main__":
    unittest.main()
