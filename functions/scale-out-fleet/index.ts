import { env, stdout } from "node:process";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { createClusterLoad } from "../../clients/cluster-load";
import { createSpotFleets } from "../../clients/spot-fleets";
import { createHandler } from "../../scale-out/create-handler";
import { parseScaleOutSettings } from "./settings";

const settings = parseScaleOutSettings(env);
const load = createClusterLoad(new ECSClient(), settings.clusterArn);
// The SDK retries by itself, and the next minute brings the next try.
const fleets = createSpotFleets(new EC2Client(), (call) => call());
const log = (line: object) => stdout.write(`${JSON.stringify(line)}\n`);

/** The Lambda entry point. */
export const handler = createHandler(settings, { load, fleets, log });
