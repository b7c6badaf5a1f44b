import { Hono } from "hono";

export default new Hono(); // Ponder wants one; its own /ready is all that is asked
