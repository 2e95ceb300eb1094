import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseRequest as parseCli } from "../../cli/arguments";
import { commandNames } from "../../cli/help";
import type { GateReason } from "../../cutover/plan-gate";
import { parseRequest as parseRehearsal } from "../../rehearsal/arguments";
import { scenarios } from "../../rehearsal/scenarios/all";
import { configKeys } from "../../settings";

const textOf = (path: string): string => readFileSync(join(__dirname, "../..", path), "utf8");

const operations = textOf("docs/operations.md");
const documents = `${textOf("README.md")}\n${operations}`;

/** What follows a command up to the end of it: a comment, a code span's end, the next command or the line's end. */
const wordsAfter = (command: string): readonly string[] => [
  ...new Set(
    [...documents.matchAll(new RegExp(`\\b${command} +[^\`;&|\n]+`, "g"))].map(([found]) =>
      found.slice(command.length).replace(/ #.*/, "").trim(),
    ),
  ),
];

const split = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** Named without a command, as in "each command has `--json`". */
const options = [...new Set([...documents.matchAll(/`(--[a-z-]+)[^`\n]*`/g)].map(([, option = ""]) => option))];

describe("README.md and docs/operations.md", () => {
  it("are searched for commands in a way that finds some", () => {
    const commands = ["npm run cli --", "npm run rehearse --", "npm start --", "pulumi config set"];
    expect(commands.filter((command) => wordsAfter(command).length === 0)).to.deep.equal([]);
  });

  describe("name commands that the command line understands:", () => {
    for (const text of wordsAfter("npm run cli --")) {
      it(text, () => {
        expect(parseCli(split(text)))
          .to.have.property("kind")
          .that.is.oneOf(["run", "help"]);
      });
    }
  });

  describe("name options that a command has:", () => {
    for (const option of options) {
      it(option, () => {
        const answers = commandNames.map((name) => JSON.stringify(parseCli([name, option])));
        expect(answers.filter((answer) => !/Unknown option|Got --/.test(answer))).to.not.deep.equal([]);
      });
    }
  });

  describe("name scenarios that can be rehearsed:", () => {
    for (const text of wordsAfter("npm run rehearse --")) {
      it(text, () => {
        expect(parseRehearsal(split(text), scenarios).kind).to.be.oneOf(["run", "help"]);
      });
    }
    for (const text of wordsAfter("npm start --")) {
      it(`npm start -- ${text}`, () => {
        expect(parseRehearsal(["flip", ...split(text)], scenarios).kind).to.be.oneOf(["run", "help"]);
      });
    }
  });

  describe("set config keys that there are:", () => {
    for (const text of wordsAfter("pulumi config set")) {
      it(text, () => {
        const words = split(text);
        const [key = ""] = words.filter((word) => !word.startsWith("--"));
        expect(["aws:region", ...configKeys]).to.include(key.split(".")[0]);
        expect(words.includes("--path"), "--path belongs to a key with a dot").to.equal(key.includes("."));
      });
    }
  });
});

/** All of them, which the compiler sees to. */
const gateReasons: Readonly<Record<GateReason["kind"], true>> = {
  "api-throttled": true,
  "api-silent": true,
  "no-targets": true,
  "too-few-ready": true,
  unattached: true,
  starting: true,
  unhealthy: true,
  leaving: true,
  "unknown-targets": true,
  "other-image": true,
  "mixed-digests": true,
  "service-missing": true,
  "deployment-in-progress": true,
  "deployment-failed": true,
  "before-flip-failed": true,
  "before-flip-not-started": true,
  "before-flip-running": true,
  "before-flip-unknown": true,
};

describe("docs/operations.md", () => {
  for (const reason of Object.keys(gateReasons)) {
    it(`says what to do about ${reason}`, () => {
      expect(operations).to.match(new RegExp(`^\\| \`${reason}\` `, "m"));
    });
  }
});
