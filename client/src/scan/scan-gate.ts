/** How long a code must be out of sight before the camera takes it again, in milliseconds. */
const outOfSight = 1500;

/**
 * Keeps the camera from verifying a code again that was just verified and is still before it.
 * @param justVerified the text verified last, if any
 * @returns whether a frame's text (null: none found) is to be verified at this time
 */
export function createScanGate(
  justVerified: string | null,
  now: number,
): (text: string | null, now: number) => boolean {
  let held = justVerified;
  let lastSeen = now;
  return (text, at) => {
    if (held !== null && text === held) lastSeen = at;
    else if (at - lastSeen >= outOfSight) held = null;
    return text !== null && text !== held;
  };
}
