import { unknownValue } from "./pack/known-values";
import { resourcePolicy } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Policies whose lowest version is 1.2 or 1.3: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const strongPolicy = /^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2|TLS-1-2)-/;

/** Older versions of TLS can be read along. */
export const listenersUseTls12 = resourcePolicy({
  name: "listeners-use-tls-1-2",
  description: "Encrypting listeners take TLS 1.2 at least.",
  level: "mandatory",
  types: [types.listener],
  defaults: {},
  check: ({ props: { protocol, sslPolicy } }) => {
    if ((protocol !== "HTTPS" && protocol !== "TLS") || sslPolicy === unknownValue) return [];
    if (sslPolicy !== undefined && strongPolicy.test(String(sslPolicy))) return [];
    return [
      `sslPolicy is ${sslPolicy ?? "AWS's default, which takes TLS 1.0"}, allowed: one from TLS 1.2 on, ` +
        "such as ELBSecurityPolicy-TLS13-1-2-Res-2021-06.",
    ];
  },
});
