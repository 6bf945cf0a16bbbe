import { expect, test } from 'vitest';
import { coverageDocument } from './coverage-document.js';
import { coverageHtml } from './coverage-html.js';
import type { CoverageReport } from './coverage-report.js';
import { selectCoverage } from './select-coverage.js';

const report: CoverageReport = {
  roles: [
    { name: 'ANALYST', type: 'role', isCleared: false },
    { name: '<script>alert("x")</script>', type: 'person', isCleared: true },
  ],
  columns: [
    {
      table: 'D.SILVER.PEOPLE',
      isDynamic: false,
      tier: 'SILVER',
      column: 'EMAIL & MORE',
      classification: 'pii',
      policy: { name: 'D.OPS.MASK', tag: 'D.OPS.T' },
      cells: [
        {
          role: 'ANALYST',
          state: 'exposed',
          reason: 'revealed',
          access: { by: 'grant', holder: 'ANALYST' },
          rows: { see: 'filtered', policy: 'D.OPS.ROWS' },
        },
        { role: '<script>alert("x")</script>', state: 'none' },
      ],
    },
  ],
  combinations: [
    { roles: ['ANALYST', 'B'], isByRight: true, columns: ['D.SILVER.PEOPLE.EMAIL & MORE'] },
  ],
  counts: { exposed: 1, clear: 0, masked: 0, none: 1 },
};

test('the page is one table for each tier, with headers, a caption, and everything escaped', () => {
  const page = coverageHtml(report, { title: 'A & B' });
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).toContain('<title>A &amp; B</title>');
  expect(page).toContain('<caption>SILVER: ');
  expect(page).toContain('<th scope="col">ANALYST</th>');
  expect(page).toContain('<th scope="row">EMAIL &amp; MORE</th>');
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  expect(page).toContain('MASK, by tag T');
  expect(page).toContain('EXPOSED<br><small>revealed; rows by ROWS</small>');
  expect(page).not.toMatch(/<script|<link|<img|https?:|\son\w+=/);
  for (const tag of ['table', 'tr', 'th', 'td', 'ul', 'li', 'div', 'main', 'p']) {
    const opened = page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
    expect(page.match(new RegExp(`</${tag}>`, 'g'))?.length, tag).toBe(opened);
  }
});

test('the document has every key always', () => {
  expect(coverageDocument(report)).toMatchInlineSnapshot(`
    {
      "columns": [
        {
          "cells": [
            {
              "accessBy": "grant",
              "accessHolder": "ANALYST",
              "isConditional": false,
              "isMaskedForAgents": false,
              "reason": "revealed",
              "role": "ANALYST",
              "rowPolicy": "D.OPS.ROWS",
              "rows": "filtered",
              "shownBy": null,
              "state": "exposed",
            },
            {
              "accessBy": null,
              "accessHolder": null,
              "isConditional": false,
              "isMaskedForAgents": false,
              "reason": null,
              "role": "<script>alert("x")</script>",
              "rowPolicy": null,
              "rows": null,
              "shownBy": null,
              "state": "none",
            },
          ],
          "classification": "pii",
          "column": "EMAIL & MORE",
          "isDynamic": false,
          "policy": "D.OPS.MASK",
          "table": "D.SILVER.PEOPLE",
          "tag": "D.OPS.T",
          "tier": "SILVER",
        },
      ],
      "combinations": [
        {
          "columns": [
            "D.SILVER.PEOPLE.EMAIL & MORE",
          ],
          "isByRight": true,
          "roles": [
            "ANALYST",
            "B",
          ],
        },
      ],
      "counts": {
        "clear": 0,
        "exposed": 1,
        "masked": 0,
        "none": 1,
      },
      "roles": [
        {
          "isCleared": false,
          "name": "ANALYST",
          "type": "role",
        },
        {
          "isCleared": true,
          "name": "<script>alert("x")</script>",
          "type": "person",
        },
      ],
    }
  `);
});

test('a selection counts what it shows', () => {
  const none = selectCoverage(report, { roles: ['ANALYST'], tiers: ['SILVER'] });
  expect(none.counts).toEqual({ exposed: 1, clear: 0, masked: 0, none: 0 });
  expect(selectCoverage(report, { tiers: ['BRONZE'] })).toMatchObject({
    columns: [],
    combinations: [],
    counts: { exposed: 0, none: 0 },
  });
  expect(selectCoverage(report, {})).toEqual(report);
});
