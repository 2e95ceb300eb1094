import { expect } from "chai";
import { settingsWith } from "../support/stack";

const web = { path: "/*", port: 80 };
const entry = { name: "morning", cron: "0 7 ? * MON-FRI *", timezone: "Europe/Berlin", min: 3, max: 9 };
const scheduleOf = (schedule: unknown) =>
  settingsWith({ services: { web: { ...web, schedule } } }).services[0]?.schedule;

const problemsWith = (schedule: unknown): readonly string[] => {
  try {
    scheduleOf(schedule);
    return [];
  } catch (error) {
    return String(error)
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => line.trim());
  }
};

const cronHint =
  "AWS's six fields: minutes, hours, day of month, month, day of week, year, with ? for one of both days, " +
  'for example "0 7 ? * MON-FRI *"';

describe("a service's schedule", () => {
  it("is a list of bounds, in UTC where no time zone is named", () => {
    const { timezone: _zone, ...utc } = { ...entry, name: "night", cron: "30 22 * * ? *" };
    expect(scheduleOf([entry, utc])).to.deep.equal([entry, { ...utc, timezone: "UTC" }]);
    expect(scheduleOf(JSON.stringify([entry]))).to.deep.equal([entry]);
  });

  it("may be a queue worker's, too", () => {
    const { services } = settingsWith({ services: { web: { cpu: 128, schedule: [entry] } } });
    expect(services[0])
      .to.deep.include({ schedule: [entry] })
      .and.not.to.have.property("requestsPerTarget");
  });

  for (const cron of [
    "0 7 * * ? *",
    "0,30 7-19 ? JAN-MAR,12 MON,WED 2026-2030",
    "*/15 0/2 L * ? *",
    "0 0 15W * ? *",
    "0 0 ? * 6#3 *",
    "0 0 ? * 5L *",
    "59 23 31 12 ? 2199",
  ])
    it(`takes the cron expression ${cron}`, () => {
      expect(problemsWith([{ ...entry, cron }])).to.deep.equal([]);
    });

  for (const cron of [
    "0 7 * * *",
    "0 7 * * * *",
    "0 7 ? * ? *",
    "60 7 * * ? *",
    "0 24 * * ? *",
    "0 7 0 * ? *",
    "0 7 32 * ? *",
    "0 7 1-32 * ? *",
    "0 7 * 13 ? *",
    "0 7 ? * 8 *",
    "0 7 ? * MONDAY *",
    "0 7 ? * JAN *",
    "0 7 * * ? 1969",
    "0/0 7 * * ? *",
    "0,,1 7 * * ? *",
    "0  7 * * ? *",
    "cron(0 7 * * ? *)",
    "",
  ])
    it(`refuses the cron expression ${JSON.stringify(cron)}`, () => {
      const got = cron === "" ? "nothing" : JSON.stringify(cron);
      expect(problemsWith([{ ...entry, cron }])).to.deep.equal([
        `services.web.schedule.0.cron: got ${got}, allowed: ${cronHint}`,
      ]);
    });

  for (const timezone of ["UTC", "Asia/Tokyo", "America/Argentina/Buenos_Aires"])
    it(`takes the time zone ${timezone}`, () => {
      expect(problemsWith([{ ...entry, timezone }])).to.deep.equal([]);
    });

  for (const timezone of ["JST", "+09:00", "europe/berlin", "Europe/Atlantis", "GMT+9", 9])
    it(`refuses the time zone ${timezone}`, () => {
      expect(problemsWith([{ ...entry, timezone }])).to.deep.equal([
        `services.web.schedule.0.timezone: got ${JSON.stringify(timezone)}, allowed: an IANA time zone, for example Europe/Berlin, or UTC`,
      ]);
    });

  const refused: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["an object instead of a list", entry, ["services.web.schedule: got an object, allowed: a list"]],
    [
      "a text among its entries",
      ["x"],
      [
        'services.web.schedule.0: got "x", allowed: an object',
        "services.web.schedule.0.name: got nothing, allowed: lower-case letters, digits and single dashes, at most 40",
        `services.web.schedule.0.cron: got nothing, allowed: ${cronHint}`,
        "services.web.schedule.0.min: got nothing, allowed: a whole number from 1 to 1000",
        "services.web.schedule.0.max: got nothing, allowed: a whole number from 1 to 1000",
      ],
    ],
    [
      "two entries of one name, the second of which would replace the first",
      [entry, entry],
      ["services.web.schedule: got morning twice, allowed: a name of its own for each entry"],
    ],
    [
      "bounds that cross",
      [{ ...entry, min: 3, max: 2 }],
      ["services.web.schedule.0.max: got 2, allowed: at least min, which is 3"],
    ],
    [
      "a name that no resource could have",
      [{ ...entry, name: "Morning" }],
      [
        'services.web.schedule.0.name: got "Morning", allowed: lower-case letters, digits and single dashes, at most 40',
      ],
    ],
    [
      "a typo",
      [{ ...entry, timeZone: "UTC" }],
      [
        "services.web.schedule.0.timeZone: got an unknown key, allowed: cron, max, min, name, timezone (did you mean timezone?)",
      ],
    ],
    [
      "more than AWS takes",
      Array.from({ length: 201 }, (_, index) => ({ ...entry, name: `a${index}` })),
      ["services.web.schedule: got 201 entries, allowed: at most 200 entries"],
    ],
  ];
  for (const [title, schedule, problems] of refused)
    it(`refuses ${title}`, () => {
      expect(problemsWith(schedule)).to.deep.equal(problems);
    });
});

describe("the settings of the standby", () => {
  const standbyWith = (standby: object) => settingsWith({ standby }).standby;

  it("have defaults, each on its own", () => {
    expect(standbyWith({})).to.deep.equal({ holdSeconds: 7200, afterHold: "min", maxDisconnects: 1000 });
    expect(standbyWith({ holdSeconds: 0, afterHold: "off" })).to.deep.equal({
      holdSeconds: 0,
      afterHold: "off",
      maxDisconnects: 1000,
    });
  });

  it("may say what a reservation costs, both parts of it", () => {
    const price = { vcpuHour: "0.021", gibHour: 0.003 };
    expect(standbyWith({ price }).price).to.deep.equal({ vcpuHour: 0.021, gibHour: 0.003 });
    expect(() => standbyWith({ price: { vcpuHour: -1, gib: 1 } })).to.throw(
      /standby.price.vcpuHour: got -1, allowed: a number from 0 to 1000000\n.*standby.price.gibHour: got nothing, .*\n.*standby.price.gib: got an unknown key/,
    );
    expect(() => standbyWith({ price: { vcpuHour: "0,02", gibHour: 1 } })).to.throw(/vcpuHour: got "0,02"/);
  });

  it("name what is allowed", () => {
    const wrong = { holdSeconds: 604_801, afterHold: "gone", maxDisconnects: 0, hold: 1 };
    expect(() => standbyWith(wrong)).to.throw(
      /standby.holdSeconds: got 604801, allowed: a whole number from 0 to 604800\n.*standby.afterHold: got "gone", allowed: full, min, off\n.*standby.maxDisconnects: got 0, .*\n.*standby.hold: got an unknown key/,
    );
  });
});
