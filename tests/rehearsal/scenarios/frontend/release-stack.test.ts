import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { RecordedCall } from "../../../../rehearsal/region/region";
import { filesOf, pointerValues, switchFigures } from "../../../../rehearsal/scenarios/frontend/release-stack";

const kvs = "cloudfront-keyvaluestore";
const call = (service: string, operation: string, input: object = {}, error?: string): RecordedCall => ({
  at: 0,
  service,
  operation,
  input,
  ...(error === undefined ? {} : { error }),
});

describe("switchFigures", () => {
  it("counts what is written of the pointer and of S3, and nothing that is read or belongs to others", () => {
    const reads = [call(kvs, "DescribeKeyValueStore"), call(kvs, "GetKey"), call("s3", "HeadObject")];
    const others = [call("elbv2", "ModifyRule"), call("ssm", "PutParameter")];
    const objects = [call("s3", "GetObject"), call("s3", "ListObjectsV2")];

    expect(switchFigures([...reads, ...others, ...objects, call(kvs, "PutKey")], 8_123)).to.deep.equal({
      kvsWrites: 1,
      s3Writes: 0,
      seconds: 8.12,
    });
  });

  it("counts every kind of write, refused ones too", () => {
    const pointer = ["PutKey", "UpdateKeys", "DeleteKey"].map((operation) => call(kvs, operation));
    const objects = ["PutObject", "CopyObject", "DeleteObjects"].map((operation) => call("s3", operation));
    const refused = call(kvs, "PutKey", {}, "ValidationException");

    expect(switchFigures([...pointer, ...objects, refused], 0)).to.deep.equal({
      kvsWrites: 4,
      s3Writes: 3,
      seconds: 0,
    });
  });
});

describe("pointerValues", () => {
  it("are what was written from the first release on, without what was refused", () => {
    const write = (release: string, error?: string) => call(kvs, "PutKey", { Value: `{"r":"${release}"}` }, error);
    const calls = [
      write("fallback"),
      write("frontend_1"),
      write("frontend_9", "ValidationException"),
      write("frontend_2"),
    ];

    expect(pointerValues(calls, { id: "frontend_1" })).to.deep.equal(['{"r":"frontend_1"}', '{"r":"frontend_2"}']);
  });
});

describe("filesOf", () => {
  it("are those of a build with their content, folders left out", async () => {
    const directory = mkdtempSync(join(tmpdir(), "switchyard-files-"));
    mkdirSync(join(directory, "assets"));
    writeFileSync(join(directory, "index.html"), "<p>");
    writeFileSync(join(directory, "assets", "a.js"), "1;");
    const files = await filesOf({ directory });
    rmSync(directory, { recursive: true });

    const seen = files.map(({ key, size, body }) => [key, size, Buffer.from(body).toString()]).sort();
    expect(seen).to.deep.equal([
      ["assets/a.js", 2, "1;"],
      ["index.html", 3, "<p>"],
    ]);
  });
});
