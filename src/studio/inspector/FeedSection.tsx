// What a live source is doing, in words and numbers: the connection, what waits in its buffer, what was dropped, the last event id.
import type { OperatorId } from '../../pipeline/document.ts';
import type { FeedStatus } from '../../protocol/data-api.ts';
import { feedGlyph, feedWord } from '../files/feed-words.ts';
import { useLive } from '../store/live-store.ts';
import { exactCount, formatBytes, panelCount } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { Facts } from './Facts.tsx';

export function FeedSection({ operatorId }: { readonly operatorId: OperatorId }) {
  const feed = useLive(({ frame }) => frame?.feeds.find((known) => known.operatorId === operatorId) ?? null);
  return feed === null ? null : <FeedFacts feed={feed} />;
}

function FeedFacts({ feed }: { readonly feed: FeedStatus }) {
  const { status, icon } = feedGlyph(feed.state);
  return (
    <section className="sec" aria-label="Connection">
      <div className="sec-h">
        <h3>Connection</h3>
        <span className={`right stat st-${status}`}>
          <Icon name={icon} />
          {feedWord(feed.state)}
        </span>
      </div>
      <p className="feed-words">{feed.words}</p>
      <Facts
        facts={[
          {
            name: 'In the buffer',
            value: panelCount(feed.bufferedRows),
            unit: feed.bufferedRows === 0 ? 'rows' : `rows, ${formatBytes(feed.bufferedBytes)}`,
          },
          { name: 'Dropped', value: exactCount(feed.droppedRows), unit: 'rows' },
        ]}
      />
      {feed.lastEventId !== null && (
        <p className="help">
          Last event id <span className="mono">{feed.lastEventId}</span>, kept with the commit and sent again after a reload.
        </p>
      )}
    </section>
  );
}
