import { type Misbehaviour, misbehaviours } from "../../app/app-settings";

/** What the rehearsal makes of an image. */
export type TaskImage =
  | { readonly kind: "demo-app"; readonly misbehaviour: Misbehaviour | undefined }
  | { readonly kind: "cannot-pull"; readonly reason: string };

/**
 * Only images whose repository ends in `switchyard-demo` run, as a local process; a tag may ask for misbehaviour by its
 * suffix, for example `1.5.0.RELEASE-sick`. All others can't be pulled, in the words of
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export const parseTaskImage = (image: string): TaskImage => {
  const [name = ""] = image.split("@");
  const path = name.slice(name.lastIndexOf("/") + 1);
  const [repository = "", tag = ""] = path.split(":");
  if (repository.endsWith("switchyard-demo")) {
    return { kind: "demo-app", misbehaviour: misbehaviours.find((misbehaviour) => tag.endsWith(`-${misbehaviour}`)) };
  }
  return {
    kind: "cannot-pull",
    reason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`,
  };
};
