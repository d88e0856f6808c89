/** What went wrong outside the program, in one sentence that says what to do; shown without a stack. */
export class Complaint extends Error {}
