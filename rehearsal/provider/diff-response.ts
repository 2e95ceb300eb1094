import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { InputDifference, ResourceDifference } from "./diff-resource";

/** A difference as the engine takes it: what `pulumi preview` shows comes from `detailedDiff`. */
export const toDiffResponse = ({ differences, replaces, deletesBeforeReplace }: ResourceDifference): DiffResponse => {
  const response = new DiffResponse();
  const hasChanges = differences.length > 0;
  response.setChanges(hasChanges ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
  response.setDiffsList([...new Set(differences.map(({ path }) => /^\w+/.exec(path)?.[0] ?? path))]);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(deletesBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const difference of differences) {
    const property = new PropertyDiff();
    property.setKind(kindOf(difference));
    property.setInputdiff(true);
    response.getDetaileddiffMap().set(difference.path, property);
  }
  return response;
};

const kindOf = ({ kind, isReplacement }: InputDifference): PropertyDiff.Kind => {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  switch (kind) {
    case "add":
      return isReplacement ? ADD_REPLACE : ADD;
    case "delete":
      return isReplacement ? DELETE_REPLACE : DELETE;
    case "update":
      return isReplacement ? UPDATE_REPLACE : UPDATE;
  }
};
