"use client";

import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import { Lightbulb } from "lucide-react";
import { exampleGroups, type Example } from "./examples.ts";
import { opened } from "./opened.ts";

export const examplesPlugin: GraphiQLPlugin = {
  title: "Examples",
  icon: () => <Lightbulb aria-hidden strokeWidth={1.75} />,
  content: ExamplesPane,
};

/** What one may want to do; each opens as a tab of its own. */
function ExamplesPane() {
  const { addTab, stop, updateActiveTabValues } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({
    queryEditor,
    variableEditor,
  }));
  const open = (example: Example): void => {
    const tab = opened(example);
    // What is followed writes into the tab that is open.
    stop();
    addTab();
    updateActiveTabValues(tab);
    queryEditor?.setValue(tab.query);
    variableEditor?.setValue(tab.variables);
    queryEditor?.focus();
  };
  return (
    <section aria-label="Examples" className="grid gap-4 text-sm">
      <h2 className="text-lg font-semibold tracking-tight">Examples</h2>
      {exampleGroups.map(({ name, examples }) => (
        <section key={name} aria-label={name}>
          <h3 className="pb-1 text-xs font-medium text-ink-soft">{name}</h3>
          <ul>
            {examples.map((example) => (
              <li key={example.task}>
                <button
                  type="button"
                  disabled={!queryEditor}
                  onClick={() => open(example)}
                  className="-mx-2 w-[calc(100%+1rem)] rounded-md px-2 py-1 text-left text-ink hover:bg-well"
                >
                  {example.task}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
