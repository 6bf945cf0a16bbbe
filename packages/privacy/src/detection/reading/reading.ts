import type { ColumnContext } from '../context/column-context.js';
import { labelsBeside } from '../context/labels.js';
import type { Concept } from '../context/vocabulary.js';
import type { DetectorId } from '../detector-id.js';
import type { Finding, Reason } from '../finding.js';

/** What is said of one value: by which labels, and where they were read. */
export interface Claim {
  /** The nearest label. */
  readonly concept: Concept | undefined;
  readonly others: readonly Concept[];
  /** How many words that say something lie between the nearest label and the value. */
  readonly distance: number;
  readonly by: Extract<Reason, 'context' | 'name'>;
}

const unclaimed: Claim = { concept: undefined, others: [], distance: 0, by: 'context' };

/** One value while it is read: its plain text, its column, and what was found so far. */
export class Reading {
  readonly column: ColumnContext;
  text = '';
  findings: Finding[] = [];
  private readonly columnClaim: Claim;
  private claimStart = -1;
  private claim: Claim = unclaimed;
  private care: Map<number, boolean> | undefined;

  constructor(column: ColumnContext) {
    this.column = column;
    this.columnClaim =
      column.primary === undefined
        ? unclaimed
        : {
            concept: column.primary,
            others: column.secondary === undefined ? [] : [column.secondary],
            distance: 0,
            by: 'name',
          };
  }

  /** Begins with another value of the same column. */
  begin(text: string): void {
    this.text = text;
    this.claimStart = -1;
    this.care = undefined;
    if (this.findings.length > 0) this.findings = [];
  }

  /** What labels beside the value, or else the name of the column, say that it is. */
  claimAt(start: number, end: number): Claim {
    if (this.claimStart === start) return this.claim;
    const [nearest, ...others] = labelsBeside(this.text, start, end);
    this.claimStart = start;
    this.claim =
      nearest === undefined
        ? this.columnClaim
        : {
            concept: nearest.concept,
            others: others.map(({ concept }) => concept),
            distance: nearest.distance,
            by: 'context',
          };
    return this.claim;
  }

  /** Whether the text around speaks of patients and their care. Looked up once per stretch of it. */
  speaksOfCare(index: number): boolean {
    const stretch = Math.floor(index / careStretch);
    this.care ??= new Map();
    const known = this.care.get(stretch);
    if (known !== undefined) return known;
    const from = Math.max(0, (stretch - 1) * careStretch);
    const speaks = careWords.test(this.text.slice(from, (stretch + 2) * careStretch));
    this.care.set(stretch, speaks);
    return speaks;
  }

  add(
    kind: DetectorId,
    start: number,
    end: number,
    confidence: number,
    reasons: readonly Reason[],
  ): void {
    this.findings.push({
      kind,
      start,
      end,
      confidence: Math.min(Math.round(confidence * 100), 99) / 100,
      reasons,
    });
  }
}

const careStretch = 128;

const careWords =
  /\b(?:patients?|pt|hospital|clinic|diagnos[a-z]+|admitted|discharged?|surgery|physician|doctor|nurse|symptoms?|medications?|mg|exam|follow-up|hx|dx|rx|labs?|mri|ct|biopsy|therapy|treatment|vaccin[a-z]+|allerg[a-z]+|pain|chronic|prescri[a-z]+|visit|chief complaint|year-old|y\/o|yo|dr|icu|er|ed|cardiology|oncology|admit|admission|inpatient|outpatient|ward|triage|vitals|surgeon|referral|post-op|pre-op|fracture|tumou?r|cancer|infection|fever|dosage|clinical|insulin|hypertension|diabetes|mrn|npi)\b/i;

/** Whether the nearest label, or one behind it, names the kind. */
export function isClaimed(claim: Claim, kind: DetectorId): boolean {
  return claim.concept === kind || claim.others.includes(kind);
}

/** Whether the label right before it, or the name of its column, says that it is something else. */
export function isDenied(claim: Claim): boolean {
  return claim.concept === 'other' && claim.distance === 0;
}
