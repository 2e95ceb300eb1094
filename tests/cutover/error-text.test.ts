import { expect } from "chai";
import { errorText } from "../../cutover/error-text";

describe("errorText", () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:1");
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["gives the message", new Error("Rate exceeded"), "Rate exceeded"],
    ["adds what led to it", new Error("fetch failed", { cause: refused }), `fetch failed: ${refused.message}`],
    ["says in one word what took too long", new DOMException("x", "TimeoutError"), "no answer in time"],
    ["finds a time-out below", new Error("outer", { cause: new DOMException("x", "AbortError") }), "no answer in time"],
    ["puts everything on one line", new Error("one\n  two"), "one two"],
    ["gives the name where there is no message", new TypeError(""), "TypeError"],
    ["says that it knows nothing", "a text", "an unknown error"],
    ["is no longer than 300 characters", new Error("x".repeat(999)), "x".repeat(300)],
  ];
  for (const [title, error, text] of cases) {
    it(title, () => {
      expect(errorText(error)).to.equal(text);
    });
  }

  it("ends where an error is its own cause", () => {
    const error = new Error("odd");
    error.cause = error;
    expect(errorText(error)).to.equal("odd");
  });
});
