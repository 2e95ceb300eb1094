import { expect } from "chai";
import { planAudit } from "../../../tools/supply-chain/plan-audit";

const advisory = (id: string) => ({
  source: 1,
  url: `https://github.com/advisories/${id}`,
  severity: "high",
  title: "Denial of service",
});

/** As npm 11 prints it: `parent` is vulnerable through `child`. */
const report = {
  auditReportVersion: 2,
  vulnerabilities: {
    child: { name: "child", via: [advisory("GHSA-aaaa-bbbb-cccc")] },
    parent: { name: "parent", via: ["child"] },
  },
};

const finding = {
  id: "GHSA-aaaa-bbbb-cccc",
  packageName: "child",
  severity: "high",
  title: "Denial of service",
};

describe("planAudit", () => {
  it("names each advisory once, by the package that it is about", () => {
    expect(planAudit(report, "")).to.deep.equal({ kind: "unanswered", findings: [finding] });
    const twice = { vulnerabilities: { ...report.vulnerabilities, other: report.vulnerabilities.child } };
    expect(planAudit(twice, "")).to.have.nested.property("findings.length", 1);
  });

  it("is clean where each one is answered, or there is none", () => {
    expect(planAudit(report, "- GHSA-aaaa-bbbb-cccc: we never parse such input")).to.deep.equal({
      kind: "clean",
      answered: [finding],
    });
    expect(planAudit({ vulnerabilities: {} }, "")).to.deep.equal({ kind: "clean", answered: [] });
  });

  it("asks for an answer to an advisory without a name by its address, and to one that tells nothing", () => {
    const plain = { vulnerabilities: { child: { via: [{ url: "https://example.com/1" }, {}] }, odd: {} } };

    expect(planAudit(plain, "")).to.deep.equal({
      kind: "unanswered",
      findings: [
        { id: "https://example.com/1", packageName: "child", severity: "unknown", title: "untitled" },
        { id: "no address", packageName: "child", severity: "unknown", title: "untitled" },
      ],
    });
  });

  it("knows nothing where the registry doesn't answer", () => {
    expect(planAudit({ message: "405 Method Not Allowed" }, "")).to.deep.equal({
      kind: "unknown",
      reason: "405 Method Not Allowed",
    });
    expect(planAudit(null, "")).to.deep.equal({ kind: "unknown", reason: "no answer" });
  });
});
