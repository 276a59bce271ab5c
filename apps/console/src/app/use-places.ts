import { useRouter } from "@tanstack/react-router";
import { allPlaces, type Place } from "./navigation.ts";

/** The places whose route exists, in the order of the rail. */
export function usePlaces(): Place[] {
  const router = useRouter();
  const paths = new Set(Object.keys(router.routesByPath).map((path) => path.replace(/\/$/, "") || "/"));
  return allPlaces.filter((place) => paths.has(place.to));
}
