/**
 * A place as a channel gives it, or nulls when that is no place on earth. 0,0 lies in the sea: some apps write it
 * for "unknown".
 */
export function placeOf(
  latitude: number | null,
  longitude: number | null,
): { latitude: number | null; longitude: number | null } {
  const known =
    latitude !== null &&
    longitude !== null &&
    // Written so that NaN is out of range too.
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180 &&
    (latitude !== 0 || longitude !== 0)
  return known ? { latitude, longitude } : { latitude: null, longitude: null }
}
