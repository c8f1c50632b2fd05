"""No secret is in an error, nor in the client, in whatever way it is printed."""
import contextlib
import http.client
import io
import itertools
import logging
import traceback
import unittest

import latchkey
from hostile_server import SECRET, HostileServer, bad_gateway, cut, end_of, garbage, json_answer, no_http, problem, reset

CREDENTIAL = "lk_" + "C" * 49


def shown(error: BaseException) -> str:
    """All that is told of an error, with the variables of its traceback, but for those of the test."""
    text = []
    while error is not None:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        for frame in told.stack:
            if "/latchkey/" in frame.filename:
                text.append(f"{frame.name} {frame.locals}")
        text += [repr(error), str(error), repr(vars(error)), repr(error.args)]
        # A context is there though it may be suppressed.
        error = error.__cause__ or error.__context__
    return "\n".join(text)


class Secrecy(unittest.TestCase):
    def setUp(self) -> None:
        self.server = HostileServer()
        self.addCleanup(self.server.stop)

    def test_whatever_the_server_says_and_however_it_fails(self) -> None:
        texts = (SECRET, CREDENTIAL, f"see {SECRET}!", "fine")
        failing = (None, None, reset, cut, garbage, bad_gateway, no_http)
        for (detail, other), failure in itertools.product(itertools.product(texts, texts), failing):
            told = {"errors": [{"field": other, "message": detail}], "missingScopes": [other], "requestId": detail}
            behaviour = failure or problem(400, "INVALID", {"X-Request-Id": other}, **{"detail": detail, **told})
            self.server.will(behaviour)
            client = self.server.client(retries=0, credential=CREDENTIAL)
            error = end_of(client.me)
            self.assertIsInstance(error, latchkey.LatchkeyError)
            self.assertNotRegex(shown(error), "S{49}|C{49}")
            self.assertIsNone(error.__context__)
            self.assertNotRegex(repr(client) + repr(vars(client)), "C{49}")

    def test_of_an_answer_that_leads_elsewhere(self) -> None:
        self.server.will(json_answer(200, [], {"Link": "<//evil.example>; rel=next", "X-Request-Id": CREDENTIAL}))
        error = end_of(lambda: list(self.server.client(credential=CREDENTIAL).keys.list()))
        self.assertIsInstance(error, latchkey.UnexpectedAnswerError)
        self.assertNotRegex(shown(error), "C{49}")

    def test_where_the_credential_cannot_be_sent(self) -> None:
        for told in (f"{CREDENTIAL}\n", f" {CREDENTIAL}", "", 7):
            client = self.server.client(credential=lambda told=told: told)
            error = end_of(client.me)
            self.assertRegex(str(error), "^credential: ")
            self.assertNotRegex(str(error) + repr(error), "C{49}")

    def test_where_all_connections_are_asked_to_tell_what_they_send(self) -> None:
        self.server.will(json_answer(200, {}))
        printed = io.StringIO()
        self.addCleanup(setattr, http.client.HTTPConnection, "debuglevel", http.client.HTTPConnection.debuglevel)
        http.client.HTTPConnection.debuglevel = 1
        with contextlib.redirect_stdout(printed):
            self.server.client(credential=CREDENTIAL).me()
        self.assertEqual(printed.getvalue(), "")

    def test_in_what_protect_writes_into_the_log(self) -> None:
        client = self.server.client(credential=CREDENTIAL)
        wsgi = latchkey.protect(client)(lambda environ, start: [b"never"])
        environ = {"REQUEST_METHOD": "GET", "HTTP_AUTHORIZATION": f"Bearer {SECRET}", "wsgi.version": (1, 0)}
        for behaviour in (problem(401, "API_KEY_INVALID", detail=f"{CREDENTIAL} {SECRET}"), no_http, garbage):
            self.server.will(behaviour)
            with self.assertLogs("latchkey", logging.DEBUG) as logged:
                body = b"".join(wsgi(environ, lambda *_: None))
            self.assertNotRegex(f"{logged.output}{body!r}", "S{49}|C{49}")


if __name__ == "__main__":
    unittest.main()
