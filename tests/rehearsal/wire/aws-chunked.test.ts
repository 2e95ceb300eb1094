import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { decodeAwsChunked } from "../../../rehearsal/wire/aws-chunked";

const request = (body: string, encoding: string) => ({
  method: "PUT",
  path: "/bucket/key",
  query: new URLSearchParams(),
  headers: { "content-encoding": encoding, "content-length": "999" },
  body: Buffer.from(body),
});

describe("decodeAwsChunked", () => {
  it("joins the chunks, signed or not, and turns the trailer into headers", () => {
    const { headers, body } = decodeAwsChunked(
      request(
        "3;chunk-signature=ab\r\na\r\n\r\nA\r\n0123456789\r\n0\r\nx-amz-checksum-crc32:AAAA+A==\r\n\r\n",
        "gzip, aws-chunked",
      ),
    );
    expect(Buffer.from(body).toString()).to.equal("a\r\n0123456789");
    expect(headers).to.deep.equal({
      "content-encoding": "gzip",
      "content-length": "13",
      "x-amz-checksum-crc32": "AAAA+A==",
    });
  });

  it("drops the encoding where it was the only one", () => {
    const { headers, body } = decodeAwsChunked(request("0\r\n\r\n", "aws-chunked"));
    expect([headers, body.byteLength]).to.deep.equal([{ "content-length": "0" }, 0]);
  });

  it("leaves any other request as it is", () => {
    const plain = request("3\r\nabc\r\n0\r\n\r\n", "gzip");
    expect(decodeAwsChunked(plain)).to.equal(plain);
  });

  for (const [body, message] of [
    ["", "The body has no chunk at byte 0."],
    ["zz\r\n", "The body has no chunk at byte 0."],
    ["3\r\nabc\r\n", "The body has no chunk at byte 8."],
    ["4\r\nabc", "The body ends within the chunk at byte 0."],
  ] as const) {
    it(`refuses ${JSON.stringify(body)}`, () => {
      expect(() => decodeAwsChunked(request(body, "aws-chunked"))).to.throw(AwsError, message);
    });
  }
});
