import { textAt, textsAt } from "./pack/known-values";
import { type StackResource, stackPolicy } from "./pack/policy";
import { refersTo, resourcesOf } from "./pack/references";
import { types } from "./pack/resource-types";

/** A colour that doesn't scale falls over when the load of the other one arrives. */
export const bothColorsAutoscale = stackPolicy({
  name: "both-colors-autoscale",
  description: "Every ECS service, so both colours of each, has a scalable target for its number of tasks.",
  level: "mandatory",
  defaults: { exceptions: [] as readonly string[] },
  check: (resources, { exceptions }) => {
    const targets = resourcesOf(resources, types.scalableTarget).filter(isTaskCount);
    return resourcesOf(resources, types.service)
      .filter((service) => !exceptions.includes(service.name) && !targets.some((target) => scales(target, service)))
      .map(({ urn }) => ({
        urn,
        message: "No scalable target follows its desired count: add one, for the other colour as well.",
      }));
  },
});

const isTaskCount = ({ props }: StackResource): boolean =>
  textAt(props, "scalableDimension") === "ecs:service:DesiredCount";

/** `resourceId` is `service/<cluster>/<service>`. */
const scales = (target: StackResource, service: StackResource): boolean =>
  refersTo(target, "resourceId", service) ||
  textsAt(service.props, "name").some((name) => textAt(target.props, "resourceId")?.split("/")[2] === name);
