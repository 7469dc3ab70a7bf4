/** Which destinations a list is about; what is left out does not matter. */
export interface DestinationFilter {
  /** Part of the name, the URL or the queue, in any case. */
  q?: string;
  /** Whether somebody should look at it: turned off by the platform, its circuit not closed, or dead deliveries in the last hour. */
  in_trouble?: boolean;
}
