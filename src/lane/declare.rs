//! How a noun is said.

/// The fields of a noun, in the order of the schema. From each follow its resolver, its place in the schema and its step in
/// the lane. What stands above a field is its description in the schema; no other attribute may stand there.
///
/// ```text
/// /// What the schema says of the type.
/// #[derive(Debug, Description, From)]
/// pub struct Establishment(pub(crate) establishment::Model);
///
/// declare! {
///     Establishment of establishment {
///         /// A column of the row, of a type that is `Shown`.
///         reference: String;
///
///         /// A `SimpleObject` of several columns: its fields, and the column of each.
///         capacity: Capacity { total = capacity_total, female = capacity_female, male = capacity_male };
///
///         /// A value made of columns by a function; an object of several values is a `value!`.
///         managing_body: ManagingBody = ManagingBody::of(association_id);
///
///         /// The object that a column points to; null where the column is, and where the object is outside the slice.
///         association: Association by association_id;
///
///         /// The rows that belong to this one by its `id`, as `ChildOf` says.
///         licence_periods: [LicencePeriod];
///
///         /// An enum of each row that belongs to this one.
///         audiences: [Audience] in establishment_audience.audience;
///
///         /// What the rows that belong to this one point to by a column.
///         partners: [Partner] through project_partner.partner_id;
///
///         /// A resolver, with a step in the lane: `None` leaves the root field that asks for it to resolvers. A right that the
///         /// resolver requires, the step requires too.
///         async fn licence_state(&self, ctx: &Context<'_>) -> Maybe<LicenceState> { … } lane |asked, draft| { … }
///
///         /// A resolver alone: a root field that asks for it is answered by resolvers, wholly.
///         async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> { … }
///
///         named;    // `name` and `names`, of `name_ar` and `name_fr`; without a description, as the next two
///         validity; // `valid_from` and `valid_to`
///         record;   // `demonstration` and `version`
///     }
/// }
/// ```
///
/// Some seventy lines are as many as one noun can have.
macro_rules! declare {
    ($noun:ident of $table:ident { $($fields:tt)* }) => {
        $crate::lane::declare! { @field $noun $table [] [asked draft] [] $($fields)* }
    };

    // All fields are said.
    (@field $noun:ident $table:ident [$($method:tt)*] [$asked:ident $draft:ident] [$($step:tt)*]) => {
        #[async_graphql::Object(use_type_description)]
        impl $noun { $($method)* }

        impl $crate::lane::Declared for $noun {
            type Entity = $table::Entity;

            #[allow(clippy::allow_attributes, unused_variables, reason = "not every noun looks at both")]
            fn step(
                $asked: &$crate::lane::Asked<'_>,
                $draft: &mut $crate::lane::Draft<'_, Self::Entity>,
            ) -> Option<$crate::lane::Step> {
                $($step)*
                None
            }
        }
    };

    // What many nouns have.
    (@field $noun:ident $table:ident [$($method:tt)*] [$asked:ident $draft:ident] [$($step:tt)*]
        named; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table
            [
                $($method)*
                #[graphql(flatten)]
                async fn named(&self) -> $crate::named::Named {
                    $crate::named::Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
                }
            ]
            [$asked $draft]
            [
                $($step)*
                if let Some(step) = $crate::named::Named::step($asked, $draft, ["name_ar", "name_fr"]) {
                    return Some(step);
                }
            ]
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident [$($method:tt)*] [$asked:ident $draft:ident] [$($step:tt)*]
        validity; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table [$($method)*] [$asked $draft] [$($step)*]
            /// First day on which it exists; null when it always did, as far as is known.
            valid_from: Option<chrono::NaiveDate>;
            /// Last day on which it exists; null while it does.
            valid_to: Option<chrono::NaiveDate>;
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident [$($method:tt)*] [$asked:ident $draft:ident] [$($step:tt)*]
        record; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table [$($method)*] [$asked $draft] [$($step)*]
            /// True for what stands here only to demonstrate.
            demonstration: bool;
            /// Grows by one with each change.
            version: i32;
            $($rest)*
        }
    };

    // Resolvers.
    (@field $noun:ident $table:ident [$($method:tt)*] [$asked:ident $draft:ident] [$($step:tt)*]
        $(#[$meta:meta])* $vis:vis async fn $field:ident $arguments:tt -> $type:ty $body:block lane |$a:ident, $d:ident| $lane:block
        $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table
            [$($method)* $(#[$meta])* $vis async fn $field $arguments -> $type $body]
            [$asked $draft]
            [
                $($step)*
                if $crate::lane::is_called($asked.name(), stringify!($field)) {
                    let ($a, $d) = ($asked, $draft);
                    return $lane;
                }
            ]
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident [$($method:tt)*] $names:tt $steps:tt
        $(#[$meta:meta])* $vis:vis async fn $field:ident $arguments:tt -> $type:ty $body:block $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table
            [$($method)* $(#[$meta])* $vis async fn $field $arguments -> $type $body]
            $names $steps $($rest)*
        }
    };

    // What belongs to the row.
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: [$child:ident]; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            async fn $field(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Vec<$child>> {
                type Child = <$child as $crate::lane::Declared>::Entity;
                let children = $crate::request::Request::children::<Child, $table::Entity>(ctx, self.0.id).await?;
                Ok(children.into_iter().map($child).collect())
            } lane |asked, draft| { draft.many::<$child>(asked) }
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: [$type:ident] in $child:ident.$column:ident; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            async fn $field(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Vec<$type>> {
                type Child = $child::Entity;
                let children = $crate::request::Request::children::<Child, $table::Entity>(ctx, self.0.id).await?;
                Ok(children.into_iter().map(|child| child.$column).collect())
            } lane |_asked, draft| {
                let write = $crate::lane::cell(|child: &$child::Model| &child.$column);
                draft.each::<$child::Entity>(stringify!($column), write)
            }
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: [$type:ident] through $link:ident.$column:ident; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            async fn $field(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Vec<$type>> {
                use $crate::request::Request;
                type There = <$type as $crate::lane::Declared>::Entity;
                let links = ctx.children::<$link::Entity, $table::Entity>(self.0.id).await?;
                let there = ctx.rows_of::<There>(links.into_iter().map(|link| link.$column)).await?;
                Ok(there.into_iter().map($type).collect())
            } lane |asked, draft| { draft.through::<$link::Entity, $type>(stringify!($column), asked) }
            $($rest)*
        }
    };

    // What the row points to.
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: $there:ident by $column:ident; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            async fn $field(&self, ctx: &async_graphql::Context<'_>) -> $crate::error::Maybe<$there> {
                type There = <$there as $crate::lane::Declared>::Entity;
                $crate::request::Request::related::<There, _>(ctx, self.0.$column.clone()).await
            } lane |asked, draft| { draft.one::<$there>(stringify!($column), asked) }
            $($rest)*
        }
    };

    // What the row itself holds.
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: $type:ident { $($part:ident = $column:ident),* $(,)? }; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            async fn $field(&self) -> $type {
                $type { $($part: self.0.$column.clone()),* }
            } lane |asked, draft| {
                let type_name = <$type as async_graphql::OutputType>::type_name();
                draft.group(asked, &type_name, &[
                    $((
                        stringify!($part),
                        stringify!($column),
                        $crate::lane::cell(|row: &$table::Model| &row.$column),
                    )),*
                ])
            }
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: $type:ty = $of:ident::$function:ident($($column:ident),* $(,)?); $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            async fn $field(&self) -> $type {
                $of::$function($(self.0.$column.clone()),*)
            } lane |asked, draft| {
                Some($crate::lane::Step::Made {
                    parts: <$type as $crate::lane::Shown>::parts(asked)?,
                    places: vec![$(draft.place(stringify!($column))),*],
                    write: |row, places, parts, json| {
                        let mut places = places.iter().copied();
                        let made: $type = $of::$function($({
                            let place = places.next().ok_or_else(|| $crate::error::Error::internal("a value without its place"))?;
                            $crate::lane::read(row, place, |row: &$table::Model| &row.$column)?
                        }),*);
                        $crate::lane::Shown::write(&made, parts, json);
                        Ok(())
                    },
                })
            }
            $($rest)*
        }
    };
    (@field $noun:ident $table:ident $methods:tt $names:tt $steps:tt
        $(#[doc = $doc:tt])* $field:ident: $type:ty; $($rest:tt)*
    ) => {
        $crate::lane::declare! { @field $noun $table $methods $names $steps
            $(#[doc = $doc])*
            pub(crate) async fn $field(&self) -> <$type as $crate::lane::Shown>::As<'_> {
                $crate::lane::Shown::shown(&self.0.$field)
            } lane |_asked, draft| {
                let write = $crate::lane::cell(|row: &$table::Model| &row.$field);
                Some(draft.column(stringify!($field), write))
            }
            $($rest)*
        }
    };
}
pub(crate) use declare;
