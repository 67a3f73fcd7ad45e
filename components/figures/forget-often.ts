/** The state is set to zero after every so many tokens; never comes first, as what the others are compared with. */
export const NEVER = Number.POSITIVE_INFINITY;
export const FORGET_EVERY: readonly number[] = [NEVER, 128, 64, 32, 16, 8];
/** As long as the windows of training. */
export const FORGET_TOKENS = 256;
