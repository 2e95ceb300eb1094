import { stackPolicy } from "./pack/policy";
import { refersTo, resourcesOf } from "./pack/references";
import { types } from "./pack/resource-types";

/** With the block, a later mistake in a policy opens nothing. */
export const s3BucketsBlockPublicAccess = stackPolicy({
  name: "s3-buckets-block-public-access",
  description: "Every bucket has a public access block.",
  level: "mandatory",
  defaults: { exceptions: [] as readonly string[] },
  check: (resources, { exceptions }) => {
    const blocks = resourcesOf(resources, types.publicAccessBlock);
    return resourcesOf(resources, types.bucket)
      .filter(
        (bucket) => !exceptions.includes(bucket.name) && !blocks.some((block) => refersTo(block, "bucket", bucket)),
      )
      .map(({ urn }) => ({ urn, message: "Has no BucketPublicAccessBlock: add one with all four flags true." }));
  },
});
