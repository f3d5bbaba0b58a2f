import { expect, test } from "vitest";
import { daysLate, dueAfter } from "./late.ts";

test("a release is due when the next period has ended and the usual lag has passed", () => {
  const due = (
    newest: string,
    cadence: "daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "irregular",
    lag_days?: number,
  ) => dueAfter(newest, { cadence, ...(lag_days === undefined ? {} : { lag_days }) });
  expect(due("2024-01-31", "monthly", 60)).toBe("2024-04-29");
  expect(due("2023-01-31", "monthly")).toBe("2023-02-28");
  expect(due("2024-02-29", "monthly")).toBe("2024-03-31");
  expect(due("2023-12-31", "quarterly", 40)).toBe("2024-05-10");
  expect(due("2024-06-30", "yearly", 0)).toBe("2025-06-30");
  expect(due("2024-06-15", "monthly", 0)).toBe("2024-07-15");
  expect(due("2024-12-29", "weekly", 1)).toBe("2025-01-06");
  expect(due("2024-02-28", "daily", 1)).toBe("2024-03-01");
  expect(due("2024-02-28", "irregular", 1)).toBeUndefined();
});

test("late is counted in whole days from the day it was due, and never below nothing", () => {
  expect(daysLate("2024-03-01", "2024-03-01")).toBe(0);
  expect(daysLate("2024-03-01", "2024-02-01")).toBe(0);
  expect(daysLate("2024-02-28", "2024-03-01")).toBe(2);
  expect(daysLate(undefined, "2024-03-01")).toBe(0);
});
