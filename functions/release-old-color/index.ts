import { env, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { createStandbyPorts } from "../../clients/standby-sdk";
import { createHandler } from "../../standby/create-handler";
import { parseReleaseOldSettings } from "./settings";

const { AWS_LAMBDA_FUNCTION_NAME: FunctionName } = env;
// Not by way of the console: Lambda wraps its lines in JSON of its own, in which CloudWatch finds no metrics.
const log = (line: object) => stdout.write(`${JSON.stringify({ FunctionName, ...line })}\n`);
const runtime = { now: Date.now, random: Math.random, sleep, log };

/** The Lambda entry point. */
export const handler = createHandler(parseReleaseOldSettings(env), { ...createStandbyPorts(), ...runtime });
