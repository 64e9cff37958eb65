"use client";

import "graphiql/setup-workers/webpack";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./explorer.css";

import { useMonaco } from "@graphiql/react";
import { setNonce } from "get-nonce";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useMedia } from "#lib/media.ts";
import { themeOf } from "#lib/theme.ts";
import { examplesPlugin } from "./examples-pane.tsx";
import { exampleGroups } from "./examples.ts";
import { keptFor, leftIn } from "./kept.ts";
import { opened } from "./opened.ts";
import { ask } from "./transport.ts";

// Styles that its menus and dialogs make carry the nonce of the page, as the policy asks.
setNonce(document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "");

const plugins = [examplesPlugin, HISTORY_PLUGIN];

/** GraphiQL, from our own files: the schema to read, operations to write and run, and examples to begin with. */
export function Explorer({ reader }: { reader: string }) {
  const [{ kept, initial }] = useState(() => begin(reader));
  return (
    <GraphiQL
      fetcher={ask}
      storage={kept}
      plugins={plugins}
      visiblePlugin={examplesPlugin}
      forcedTheme={useIsDark() ? "dark" : "light"}
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
      defaultEditorToolsVisibility="variables"
      defaultQuery=""
      {...initial}
    >
      <GraphiQL.Logo>{null}</GraphiQL.Logo>
      <Letters />
    </GraphiQL>
  );
}

/** Who has been here finds what they wrote; who has not, the first example, and the more room for the editor. */
function begin(reader: string) {
  const kept = keptFor(reader, window.localStorage);
  const [first] = exampleGroups[0]?.examples ?? [];
  // By the tabs that are kept, and not by whether anything is: React may begin twice, and the width is kept at once.
  const tabs = kept.getItem("graphiql:tabState");
  if (tabs !== null || !first) return { kept, initial: tabs === null ? {} : leftIn(tabs) };
  kept.setItem("graphiql:docExplorerFlex", "0.25");
  const { query, variables } = opened(first);
  return { kept, initial: { initialQuery: query, initialVariables: variables } };
}

/** As much of an editor as is told here. */
interface Editor {
  updateOptions(options: object): void;
  getModel(): object | null;
  getOption(id: number): unknown;
  trigger(source: string, handler: string, payload: unknown): void;
  onDidChangeModel(listener: () => void): unknown;
}

/**
 * The editor measures its letters, so it is told of the console's in so many words. Tab leads on from it, as everywhere:
 * who works with the keyboard alone would never leave it.
 */
function Letters() {
  const monaco = useMonaco(({ monaco }) => monaco);
  useEffect(() => {
    if (!monaco) return;
    const fontFamily = getComputedStyle(document.documentElement).getPropertyValue("--font-geist-mono");
    const { tabFocusMode } = monaco.editor.EditorOption;
    // It holds for all of them at once, and is turned on by one that has something in it.
    const leadOn = (editor: Editor): void => {
      if (editor.getModel() && !editor.getOption(tabFocusMode))
        editor.trigger("console", "editor.action.toggleTabFocusMode", null);
    };
    const tell = (editor: Editor): void => {
      editor.updateOptions({ fontFamily, fontSize: 13, wordWrap: "on", renderFinalNewline: "on" });
      leadOn(editor);
      editor.onDidChangeModel(() => leadOn(editor));
    };
    for (const editor of monaco.editor.getEditors()) tell(editor);
    const listening = monaco.editor.onDidCreateEditor(tell);
    return () => listening.dispose();
  }, [monaco]);
  return null;
}

/** Whether the console is dark, as its reader chose or as the system has it. */
function useIsDark(): boolean {
  const theme = useSyncExternalStore(
    watchTheme,
    () => themeOf(document.documentElement.dataset["theme"]),
    () => "system" as const,
  );
  const isSystemDark = useMedia("(prefers-color-scheme: dark)");
  return theme === "system" ? isSystemDark : theme === "dark";
}

function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
