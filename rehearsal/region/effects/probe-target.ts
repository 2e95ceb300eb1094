import { request as httpRequest, type IncomingMessage } from "node:http";
import { parseMatcher } from "../elbv2/parse-matcher";
import type { TargetGroupRecord } from "../elbv2/state";
import type { ProbeResult } from "../elbv2/target-health";

/**
 * Sends one health check, on a connection of its own, and judges the answer.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const probeTarget = (
  group: TargetGroupRecord["group"],
  port: number,
  signal: AbortSignal,
): Promise<ProbeResult> =>
  new Promise((resolve) => {
    const request = httpRequest({
      host: "127.0.0.1",
      port,
      path: group.HealthCheckPath,
      headers: { "User-Agent": "ELB-HealthChecker/2.0", Connection: "close" },
      agent: false,
    });
    let result: ProbeResult = failure("Target.FailedHealthChecks", "Health checks failed");
    const timer = setTimeout(
      () => {
        result = failure("Target.Timeout", "Request timed out");
        request.destroy();
      },
      (group.HealthCheckTimeoutSeconds ?? 5) * 1000,
    );
    const stop = (): void => void request.destroy();
    signal.addEventListener("abort", stop, { once: true });
    request.once("response", (response) => {
      result = judge(response, group);
      request.destroy();
    });
    // The "close" that follows tells the result.
    request.on("error", () => undefined);
    request.once("close", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      resolve(result);
    });
    request.end();
  });

const judge = ({ statusCode = 0 }: IncomingMessage, { Matcher }: TargetGroupRecord["group"]): ProbeResult =>
  parseMatcher(Matcher?.HttpCode)(statusCode)
    ? { healthy: true }
    : failure("Target.ResponseCodeMismatch", `Health checks failed with these codes: [${statusCode}]`);

const failure = (reason: Extract<ProbeResult, { healthy: false }>["reason"], description: string): ProbeResult => ({
  healthy: false,
  reason,
  description,
});
