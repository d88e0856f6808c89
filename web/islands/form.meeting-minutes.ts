import { liveMinutes } from "../../schemas/forms/meeting_minutes.live";
import { watchForm } from "./lib/form";

watchForm(liveMinutes);
