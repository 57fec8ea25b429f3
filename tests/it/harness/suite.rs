//! The list of trials, and how one runs.

use super::wants::Want;
use super::{Host, Kind};
use anyhow::Result;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use std::process::ExitCode;
use std::sync::Arc;
use strum::VariantArray;

/// What a case may ask for as its argument.
pub(crate) trait Given: Sized {
    /// Makes it, on a database of this kind that is its own.
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self>;
}

/// What a case is given on a Meilisearch server.
pub(crate) struct OnMeilisearch<G>(pub(crate) G);

/// The trials to run.
pub(crate) struct Suite {
    host: Arc<Host>,
    trials: Vec<Trial>,
}

impl Suite {
    /// No trials yet.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { host: Arc::new(Host::new()?), trials: Vec::new() })
    }

    /// Adds a case that needs no database: one trial.
    pub(crate) fn once(&mut self, module: &str, name: &str, case: impl FnOnce() + Send + 'static) {
        let name = format!("{}::{name}", slice(module));
        self.trials.push(Trial::test(name, move || {
            case();
            Ok(())
        }));
    }

    /// Adds a case: one trial per database.
    pub(crate) fn each<G, F, Fut>(&mut self, module: &str, name: &str, case: F)
    where
        G: Given,
        F: Fn(G) -> Fut + Clone + Send + 'static,
        Fut: Future<Output = ()>,
    {
        for kind in Kind::VARIANTS.iter().copied() {
            self.on(kind, module, name, case.clone());
        }
    }

    /// Adds a case that makes sense on one database only.
    pub(crate) fn on<G, F, Fut>(&mut self, kind: Kind, module: &str, name: &str, case: F)
    where
        G: Given,
        F: Fn(G) -> Fut + Send + 'static,
        Fut: Future<Output = ()>,
    {
        self.add(kind, format!("{kind}::{}::{name}", slice(module)), Want::of(kind), case);
    }

    /// Adds a case that needs a PostgreSQL server of its own: one trial.
    pub(crate) fn on_own_postgres<G, F, Fut>(&mut self, module: &str, name: &str, case: F)
    where
        G: Given,
        F: Fn(G) -> Fut + Send + 'static,
        Fut: Future<Output = ()>,
    {
        let kind = Kind::Postgres;
        self.add(kind, format!("{kind}::{}::{name}", slice(module)), Want::of_own_postgres(), case);
    }

    /// Adds a case on a Meilisearch server: one trial per database.
    pub(crate) fn on_meilisearch<G, F, Fut>(&mut self, module: &str, name: &str, case: F)
    where
        OnMeilisearch<G>: Given,
        F: Fn(G) -> Fut + Clone + Send + 'static,
        Fut: Future<Output = ()>,
    {
        for kind in Kind::VARIANTS.iter().copied() {
            let case = case.clone();
            let name = format!("{kind}+meilisearch::{}::{name}", slice(module));
            let want = Want::of_meilisearch().or_else(|| Want::of(kind));
            self.add(kind, name, want, move |given: OnMeilisearch<G>| case(given.0));
        }
    }

    fn add<G, F, Fut>(&mut self, kind: Kind, name: String, want: Option<Want>, case: F)
    where
        G: Given,
        F: Fn(G) -> Fut + Send + 'static,
        Fut: Future<Output = ()>,
    {
        let (host, title) = (Arc::clone(&self.host), name.clone());
        self.trials.push(Trial::ignorable_test(name, move || match want {
            Some(want) if want.is_required() => Err(Failed::from(want.demanded())),
            Some(want) => Ok(Completion::ignored_with(host.skip(want, title))),
            None => run(&host, kind, case),
        }));
    }

    /// Runs what the arguments select, stops what was started, and says what was skipped and why.
    pub(crate) fn run(self, arguments: &Arguments) -> ExitCode {
        let conclusion = libtest_mimic::run(arguments, self.trials);
        self.host.stop();
        for line in self.host.skipped() {
            println!("{line}");
        }
        conclusion.exit_code()
    }
}

fn run<G, F, Fut>(host: &Arc<Host>, kind: Kind, case: F) -> Result<Completion, Failed>
where
    G: Given,
    F: Fn(G) -> Fut,
    Fut: Future<Output = ()>,
{
    let trial = async {
        case(G::given(host, kind).await?).await;
        Ok(())
    };
    let outcome: Result<()> = host.runtime.block_on(trial);
    outcome.map(|()| Completion::Completed).map_err(|error| Failed::from(format!("{error:#}")))
}

/// `it::school::schools` is `school::schools`.
fn slice(module: &str) -> &str {
    module.split_once("::").map_or(module, |(_, rest)| rest)
}
