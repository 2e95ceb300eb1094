import { DeleteAttributesCommand, type ECSClient, PutAttributesCommand } from "@aws-sdk/client-ecs";
import { callInParts } from "./drain-pages";
import type { Retry } from "./drain-retry";

/** A custom attribute of a container instance. */
export interface Mark {
  /** The container instance. */
  readonly arn: string;
  readonly name: string;
  readonly value: string;
}

/** Notes on container instances that placement constraints, the console and later visits can read. */
export interface Marks {
  put(clusterArn: string, marks: readonly Mark[]): Promise<void>;
  /** Removing a mark that isn't there is no error. */
  remove(clusterArn: string, marks: readonly Omit<Mark, "value">[]): Promise<void>;
}

/** Marks as ECS attributes. */
export const createMarks = (ecs: Pick<ECSClient, "send">, retry: Retry): Marks => ({
  put: async (cluster, marks) => {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAttributes.html: 10 a call.
    await callInParts(marks, 10, (part) =>
      retry(() => ecs.send(new PutAttributesCommand({ cluster, attributes: part.map(toAttribute) }))),
    );
  },
  remove: async (cluster, marks) => {
    await callInParts(marks, 10, (part) =>
      retry(() => ecs.send(new DeleteAttributesCommand({ cluster, attributes: part.map(toAttribute) }))).catch(
        ignoreMissing,
      ),
    );
  },
});

const toAttribute = ({ arn: targetId, ...rest }: Omit<Mark, "value">) => ({
  ...rest,
  targetType: "container-instance" as const,
  targetId,
});

const ignoreMissing = (error: unknown): void => {
  if (!(error instanceof Error && error.name === "TargetNotFoundException")) throw error;
};
