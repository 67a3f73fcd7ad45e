/** The state is set to zero after every so many tokens; never comes first, as what the others are compared with. */
export const FORGET_EVERY: readonly number[] = [Number.POSITIVE_INFINITY, 128, 64, 32, 16, 8];
/** As long as the windows of training. */
export const FORGET_TOKENS = 256;
