import { Route, Routes } from 'react-router';
import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { ViewerGate } from '../session/viewer-gate.tsx';
import { AuditPage } from './audit/audit-page.tsx';
import { AuthorityNav } from './authority-nav.tsx';
import { KeysPage } from './keys/keys-page.tsx';
import { EditorPage } from './rules/editor/editor-page.tsx';
import { RulesPage } from './rules/rules-page.tsx';
import { SetPage } from './rules/set-page.tsx';
import { useAuthorityWords } from './words/authority-catalogue.ts';

/** The authority's door: the rules of checkpoints, tried before they are published, the signing keys, the audit log. */
export default function AuthorityPage() {
  const words = useAuthorityWords();
  return (
    <ViewerGate door="authority">
      {(viewer) => (
        <PageFrame title={words.title} account={<AccountTools />} width="wide">
          {viewer.roles.includes('ADMIN') ? (
            <>
              <AuthorityNav />
              <Routes>
                <Route path="keys" element={<KeysPage viewer={viewer} />} />
                <Route path="audit" element={<AuditPage />} />
                <Route path="rules/new" element={<EditorPage viewer={viewer} />} />
                <Route path="rules/:code" element={<SetPage />} />
                <Route path="rules/:code/edit" element={<EditorPage viewer={viewer} />} />
                <Route path="*" element={<RulesPage />} />
              </Routes>
            </>
          ) : (
            <NoRole />
          )}
        </PageFrame>
      )}
    </ViewerGate>
  );
}

function NoRole() {
  const words = useAuthorityWords();
  return (
    <div data-testid="no-authority">
      <h1>{words.title}</h1>
      <p>
        <strong>{words.noRole}</strong>
      </p>
      <p>{words.noRoleNext}</p>
    </div>
  );
}
