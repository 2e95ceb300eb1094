import { expect } from "chai";
import { parseRequest } from "../../cli/arguments";
import { commandNames, formatHelp } from "../../cli/help";

const releaseActions =
  "deploy <directory> [--id <id>] [--commit <sha>], list, verify <id>, enable <id> [--color <blue|green>] [--yes], gc [--apply]";

const words = (text: string) => parseRequest(text.split(" ").filter(Boolean));

describe("the command line's arguments", () => {
  const understood: readonly [string, object][] = [
    ["status", { command: "status", json: false }],
    ["status --json --stack staging", { command: "status", json: true, stack: "staging" }],
    ["flip green", { command: "flip", to: "green", yes: false, json: false }],
    [
      "flip blue -y -s org/project/prod",
      { command: "flip", to: "blue", yes: true, json: false, stack: "org/project/prod" },
    ],
    ["rollback", { command: "rollback", yes: false, json: false }],
    ["rollback --to 12 --yes", { command: "rollback", number: 12, yes: true, json: false }],
    ["history", { command: "history", json: false }],
    ["shell web", { command: "shell", service: "web", json: false }],
    ["shell web --color green", { command: "shell", service: "web", color: "green", json: false }],
    ["release list", { command: "release", action: "list", json: false }],
    ["release verify frontend_a", { command: "release", action: "verify", id: "frontend_a", json: false }],
    ["flip blue --override 00c0ffee", { command: "flip", to: "blue", yes: false, override: "00c0ffee", json: false }],
    ["adopt -y", { command: "adopt", yes: true, json: false }],
    ["release enable frontend_a", { command: "release", action: "enable", id: "frontend_a", yes: false, json: false }],
    [
      "release enable frontend_a --color green -y",
      { command: "release", action: "enable", id: "frontend_a", color: "green", yes: true, json: false },
    ],
    ["fleet roll", { command: "fleet", action: "roll", batch: 2, yes: false, json: false }],
    ["fleet roll --batch 12 -y --json", { command: "fleet", action: "roll", batch: 12, yes: true, json: true }],
    ["fleet types --yes", { command: "fleet", action: "types", yes: true, json: false }],
    ["release gc", { command: "release", action: "gc", apply: false, json: false }],
    ["release gc --apply --json", { command: "release", action: "gc", apply: true, json: true }],
    ["release deploy dist", { command: "release", action: "deploy", directory: "dist", json: false }],
    [
      "release deploy dist --id frontend_a --commit abc",
      { command: "release", action: "deploy", directory: "dist", id: "frontend_a", commit: "abc", json: false },
    ],
  ];
  for (const [text, request] of understood) {
    it(`understand ${text}`, () => {
      expect(words(text)).to.deep.equal({ kind: "run", ...request });
    });
  }

  const refused: readonly [string, string][] = [
    ["", "Got no command. Allowed: status, flip, adopt, rollback, history, shell, release, fleet."],
    ["fly", 'Got command "fly". Allowed: status, flip, adopt, rollback, history, shell, release, fleet.'],
    ["flip", "Got no colour. Allowed: blue, green."],
    ["flip purple", 'Got colour "purple". Allowed: blue, green.'],
    ["flip green blue", 'Got "blue" after flip. Allowed: options.'],
    ["flip green --to 3", "Got --to. Allowed with flip: --stack, --json, --help, --yes, --steps, --bake, --override."],
    [
      "flip green --override 1234567",
      'Got --override "1234567". Allowed: the eight digits that the refused command printed.',
    ],
    ["adopt green", 'Got "green" after adopt. Allowed: options.'],
    ["adopt --override 00c0ffee", "Got --override. Allowed with adopt: --stack, --json, --help, --yes."],
    ["fleet", 'Got fleet "". Allowed: roll [--batch <n>] [--yes], types [--yes].'],
    ["fleet fly", 'Got fleet "fly". Allowed: roll [--batch <n>] [--yes], types [--yes].'],
    ["fleet roll now", 'Got fleet "roll now". Allowed: roll [--batch <n>] [--yes], types [--yes].'],
    ["fleet types --batch 2", 'Got fleet "types --batch". Allowed: roll [--batch <n>] [--yes], types [--yes].'],
    ["fleet roll --batch 0", 'Got --batch "0". Allowed: how many instances are replaced at once, 1 to 99.'],
    ["status --yes", "Got --yes. Allowed with status: --stack, --json, --help."],
    ["rollback --to 0", 'Got --to "0". Allowed: a number in the first column of `npm run cli -- history`.'],
    ["rollback 3", 'Got "3" after rollback. Allowed: options.'],
    ["shell", "Got no service. Allowed: a name under `services` in the stack's config."],
    ["shell web --color red", 'Got --color "red". Allowed: blue, green.'],
    ["release", `Got release "". Allowed: ${releaseActions}.`],
    ["release deploy", `Got release "deploy". Allowed: ${releaseActions}.`],
    ["release deploy a b", `Got release "deploy a b". Allowed: ${releaseActions}.`],
    ["release enable", `Got release "enable". Allowed: ${releaseActions}.`],
    ["release enable a --color red", 'Got --color "red". Allowed: blue, green.'],
    ["release enable a --apply", `Got release "--apply with enable". Allowed: ${releaseActions}.`],
    ["release list --yes", `Got release "--yes with list". Allowed: ${releaseActions}.`],
    ["release verify a --color blue", `Got release "--color with verify". Allowed: ${releaseActions}.`],
    ["release list a", `Got release "list a". Allowed: ${releaseActions}.`],
    ["release verify", `Got release "verify". Allowed: ${releaseActions}.`],
    ["release gc a", `Got release "gc a". Allowed: ${releaseActions}.`],
    ["release list --apply", `Got release "--apply with list". Allowed: ${releaseActions}.`],
    ["release gc --id a", `Got release "--id with gc". Allowed: ${releaseActions}.`],
    ["status --apply", "Got --apply. Allowed with status: --stack, --json, --help."],
  ];
  for (const [text, message] of refused) {
    it(`refuse "${text}" with what is allowed`, () => {
      expect(words(text)).to.deep.equal({
        kind: "refused",
        json: false,
        message: `${message}\nSee: npm run cli -- --help`,
      });
    });
  }

  it("refuse an unknown option, as JSON where that is asked for", () => {
    const request = words("status --json --force");

    expect(request).to.include({ kind: "refused", json: true });
    expect(request)
      .to.have.property("message")
      .that.matches(/--force/);
  });

  it("ask for help in general, or for one command", () => {
    expect(words("--help")).to.deep.equal({ kind: "help", command: undefined });
    expect(words("flip -h")).to.deep.equal({ kind: "help", command: "flip" });
  });
});

describe("--help", () => {
  it("names every command, and every exit code wherever it is asked for", () => {
    const texts = [formatHelp(undefined), ...commandNames.map(formatHelp)];

    for (const name of commandNames) expect(texts[0]).to.match(new RegExp(`^  ${name}`, "m"));
    for (const text of texts) {
      expect([...text.matchAll(/^ {2}(\d+) {2,}/gm)].map(([, code]) => code)).to.deep.equal([
        "0",
        "1",
        "2",
        "3",
        "4",
        "130",
      ]);
    }
  });

  it("keeps within a terminal of 120 columns", () => {
    const lines = [formatHelp(undefined), ...commandNames.map(formatHelp)].join("\n").split("\n");

    expect(lines.filter((line) => line.length > 120)).to.deep.equal([]);
  });
});
