import { liveMinutes } from "../../schemas/forms/meeting_minutes.live";
import { watchChecks } from "./lib/check";

watchChecks(liveMinutes);
