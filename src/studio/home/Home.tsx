// The first page: what this is, how to begin, the pipelines of this browser, and templates that run at once.
import { useEffect } from 'react';
import { TEMPLATES } from '../../operators/templates.ts';
import { CommandButton } from '../commands/CommandButton.tsx';
import { performCommand } from '../commands/command-context.ts';
import { newPipelineCommand } from '../commands/pipeline/new-pipeline.ts';
import { shortcutsCommand } from '../commands/view/shortcuts.ts';
import { StatusBar } from '../statusbar/StatusBar.tsx';
import { CommandsButton } from '../topbar/CommandsButton.tsx';
import { ThemeButton } from '../topbar/ThemeButton.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Logo } from '../ui/Logo.tsx';
import { chooseFile } from './choose-file.ts';
import { PipelineTable } from './PipelineTable.tsx';
import { usePipelines, watchPipelines } from './pipelines-store.ts';
import { TemplateCard } from './TemplateCard.tsx';
import './home.css';

export function Home() {
  useEffect(watchPipelines, []);
  useEffect(() => {
    document.title = 'Millrace';
  }, []);
  const { pipelines, problems } = usePipelines();
  return (
    <div className="homepage">
      <header className="topbar" data-region="topbar">
        <span className="home">
          <Logo />
        </span>
        <b className="home-name">Millrace</b>
        <span className="grow" />
        <CommandsButton />
        <Button icon="help" kind="ghost" label="Keys" keys="?" onClick={() => performCommand(shortcutsCommand)} />
        <ThemeButton />
      </header>
      <div className="hm-scroll">
        <main className="hm" data-region="home">
          <section className="hero">
            <div>
              <h1>Draw a streaming pipeline, run it in this tab, and keep its state when the tab closes.</h1>
              <p>Windows, counts and exactly-once recovery, with no cluster and no account. Data stays in this browser.</p>
              <div className="hero-b">
                <CommandButton command={newPipelineCommand} kind="primary" text={true} />
                <Button icon="file" onClick={chooseFile}>
                  Open a file
                </Button>
                <span className="dim">or start from a template below</span>
              </div>
            </div>
            <button type="button" className="dropzone" onClick={chooseFile}>
              <Icon name="drop" />
              <span>
                <b>Drop a file here</b>
                <small>
                  CSV, JSON or a log is looked at and becomes a pipeline that counts it. A pipeline (.json) opens in the editor. What does not hold is
                  said, and nothing changes.
                </small>
              </span>
            </button>
          </section>
          {(pipelines === null || pipelines.length > 0 || problems.length > 0) && <PipelineTable pipelines={pipelines} problems={problems} />}
          <section aria-labelledby="templates">
            <div className="hm-h">
              <h2 id="templates">Templates</h2>
              <span className="dim">each runs at once with made-up or bundled data</span>
            </div>
            <div className="cards">
              {TEMPLATES.map((template) => (
                <TemplateCard key={template.id} template={template} />
              ))}
            </div>
          </section>
        </main>
      </div>
      <StatusBar editor={false} />
    </div>
  );
}
