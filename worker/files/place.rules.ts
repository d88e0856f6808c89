/** Where a file belongs: an artifact itself, or a `file` field of its form. */
export interface Place {
  artifactKey: string;
  fieldKey: string | null;
}

/** Those that belong to this place. */
export function listAt<T extends Place>(files: readonly T[], place: Place): T[] {
  return files.filter((one) => one.artifactKey === place.artifactKey && one.fieldKey === place.fieldKey);
}
