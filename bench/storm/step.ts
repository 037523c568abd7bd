/** Width of one step in which times of delivery are counted. */
export const stepMs = 0.5;
