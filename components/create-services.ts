import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../settings";
import { createBeforeFlipRecord } from "./before-flip-record";
import { BlueGreenService, type BlueGreenServiceArgs } from "./blue-green-service";

/** What all services stand on. */
export interface ServicesArgs
  extends Omit<BlueGreenServiceArgs, "service" | "peers" | "settings" | "beforeFlipRecord"> {
  readonly settings: BlueGreenServiceArgs["settings"] & Pick<StackSettings, "services">;
}

/**
 * Every service. The weighted rule of each depends on the tasks of all: where one of them doesn't come up, none of the rules
 * moves, and the gates can look at all of them before the first one does.
 */
export const createServices = (args: ServicesArgs): readonly BlueGreenService[] => {
  let declare = (_tasks: readonly pulumi.Resource[]): void => undefined;
  const peers = new Promise<readonly pulumi.Resource[]>((resolve) => {
    declare = resolve;
  });
  const beforeFlipRecord = createBeforeFlipRecord("before-flip", args.settings);
  const services = args.settings.services.map(
    (service) => new BlueGreenService(service.name, { ...args, service, peers, beforeFlipRecord }),
  );
  declare(services.filter(({ routing }) => routing !== undefined).flatMap(({ ecsServices }) => ecsServices));
  return services;
};
