/** Where the Worker says which hashed files its pages load. */
export { setAssets } from "../ui/assets";
