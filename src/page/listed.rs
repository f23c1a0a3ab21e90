//! The rows of a page, as GraphQL shows a list.

use std::borrow::Cow;
use std::pin::Pin;

use async_graphql::futures_util::future::try_join_all;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};

/// A list whose items are resolved behind pointers. The library resolves a `Vec` by machinery that is compiled twice more for
/// each type of item.
#[derive(Debug)]
pub struct Listed<T>(pub Vec<T>);

type Resolved<'a> = Pin<Box<dyn Future<Output = ServerResult<Value>> + Send + 'a>>;

impl<T: OutputType> OutputType for Listed<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let items = self.0.iter().enumerate().map(|(index, item)| -> Resolved<'_> {
            let ctx = ctx.with_index(index);
            Box::pin(async move { item.resolve(&ctx, field).await.map_err(|error| ctx.set_error_path(error)) })
        });
        Ok(Value::List(try_join_all(items).await?))
    }
}
