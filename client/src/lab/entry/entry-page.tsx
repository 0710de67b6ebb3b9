import { type FormEvent, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { formatDate, formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import {
  type EntryForm,
  type FieldProblem,
  type FieldProblems,
  nextForm,
  problemsAtFields,
  problemsOfForm,
  resultOfForm,
} from './entry-form.ts';
import styles from './entry-page.module.css';
import { IdCardScan } from './id-card-scan.tsx';
import { PatientFields } from './patient-fields.tsx';
import { SpecimenFields } from './specimen-fields.tsx';
import { type OneRow, useSubmitOne } from './use-submit-one.ts';

/** One result by hand: the card, the person, the sample; problems at their fields; then the next one. */
export function EntryPage() {
  const { key } = useLocation();
  const words = useLabWords();
  const entry = useEntry();
  const part = { form: entry.form, problems: entry.problems, set: entry.set, focus: entry.focus };
  const count = Object.keys(entry.problems).length + entry.others.length;
  return (
    <form ref={entry.formElement} onSubmit={entry.send} noValidate data-testid="entry-form">
      <StepHeading takesFocus={key !== 'default'}>{words.entry.title}</StepHeading>
      {entry.stored && <Stored row={entry.stored} />}
      <IdCardScan
        onCard={(card) => {
          entry.fill({ ...card, dateOfBirth: formatDate(card.dateOfBirth) });
          // The same hand scanner reads the tube next. The camera's picture is only now taken from the page.
          requestAnimationFrame(() => entry.focus('accessionNumber'));
        }}
      />
      <div className={styles.parts}>
        <PatientFields {...part} />
        <SpecimenFields {...part} />
      </div>
      {entry.failure && <Problem failure={entry.failure} />}
      {count > 0 && (
        <div role="alert" className={styles.problems}>
          <p>{words.entry.problems(count)}</p>
          {entry.others.map(({ message, code }) => (
            <p key={code} data-code={code}>
              {message} ({code})
            </p>
          ))}
        </div>
      )}
      <div className={tables.buttons}>
        <PressButton type="submit" isPending={entry.isSubmitting} testId="entry-send">
          {words.entry.send}
        </PressButton>
        <PressButton kind="link" onPress={entry.clear}>
          {words.entry.clear}
        </PressButton>
      </div>
    </form>
  );
}

function Stored({ row }: { row: OneRow }) {
  const words = useLabWords();
  const accession = row.accessionNumber ?? '';
  return (
    <p role="status" className={tables.done} data-testid="entry-stored" data-status={row.status}>
      {row.status === 'DUPLICATE' ? words.entry.duplicate(accession) : words.entry.stored(accession)}{' '}
      {row.problems.map(({ code, message, hint }) => (
        <span key={code}>
          {message} {hint} ({code}){' '}
        </span>
      ))}
      {row.resultId && <Link to={`/lab/results/${row.resultId}`}>{words.entry.openStored}</Link>}
    </p>
  );
}

/** The form's state, and what sending it does: a stored result makes room for the next one. */
function useEntry() {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const { submit, isSubmitting, failure } = useSubmitOne();
  const now = () => formatDateTime(new Date().toISOString(), language, timeZone);
  const [form, setForm] = useState<EntryForm>(() => nextForm(null, now()));
  const [problems, setProblems] = useState<FieldProblems>({});
  const [others, setOthers] = useState<FieldProblem[]>([]);
  const [stored, setStored] = useState<OneRow | null>(null);
  const formElement = useRef<HTMLFormElement>(null);

  const show = (atFields: FieldProblems, besides: FieldProblem[]) => {
    setProblems(atFields);
    setOthers(besides);
    // After the errors are drawn: to the first field that has one.
    requestAnimationFrame(() => {
      const wrong = formElement.current?.querySelector<HTMLElement>(
        'input[aria-invalid="true"], [data-invalid="true"] input',
      );
      wrong?.focus();
    });
  };
  const begin = (next: EntryForm) => {
    setForm(next);
    show({}, []);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isSubmitting) return;
    const today = new Date();
    const found = problemsOfForm(form, timeZone, today, words);
    show(found, []);
    if (Object.keys(found).length > 0) return;
    const row = await submit(resultOfForm(form, timeZone, today));
    if (row?.status === 'REJECTED') {
      const { atFields, others: besides } = problemsAtFields(form, row.problems);
      show(atFields, besides);
    } else if (row) {
      setStored(row);
      begin(nextForm(form, now()));
      formElement.current?.querySelector<HTMLElement>('h1')?.focus();
    }
  };
  const focus = (field: keyof EntryForm) => {
    const place = formElement.current?.querySelector(`[data-testid="entry-${field}"]`);
    const input = place?.matches('fieldset') ? place.querySelector<HTMLElement>('input') : place;
    if (input instanceof HTMLElement) input.focus();
  };
  return {
    form,
    problems,
    others,
    stored,
    failure,
    isSubmitting,
    formElement,
    send,
    set: (field: keyof EntryForm, value: string) => setForm((before) => ({ ...before, [field]: value })),
    fill: (part: Partial<EntryForm>) => setForm((before) => ({ ...before, ...part })),
    focus,
    clear: () => begin(nextForm(null, now())),
  };
}
