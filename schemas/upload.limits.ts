const MIB = 1024 * 1024;

/** The most one request may carry as a file: the platform takes 100,000,000 bytes of body with its form fields. */
export const MAX_FILE_BYTES = 95 * MIB;

/** A file goes into R2 in parts of this size, all equal but the last; a phone sends at most one of them twice. */
export const PART_BYTES = 8 * MIB;

/** The most a file may have that comes piece by piece: 128 parts of 8 MiB, see `worker/uploads/upload.rules.ts`. */
export const MAX_UPLOAD_BYTES = 1024 * MIB;
